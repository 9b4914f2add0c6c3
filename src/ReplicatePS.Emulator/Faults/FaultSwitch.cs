using System;
using System.Text.RegularExpressions;
using System.Threading;
using ReplicatePS.Emulator.Faults;

namespace ReplicatePS.Emulator;

/// <summary>A fault and the requests that it meets.</summary>
public sealed class FaultSwitch
{
    private readonly string _method;
    private readonly Regex _path;
    private readonly Fault _fault;
    private readonly int _times;
    private readonly int _after;
    private readonly Dice? _dice;
    private int _seen;

    internal FaultSwitch(string method, string pathPattern, Fault fault, int times, int after)
    {
        _method = method;
        _path = new Regex(pathPattern, RegexOptions.CultureInvariant);
        _fault = fault;
        _times = times;
        _after = after;
    }

    internal FaultSwitch(string method, string pathPattern, Fault fault, Dice dice)
        : this(method, pathPattern, fault, int.MaxValue, 0)
    {
        _dice = dice;
    }

    /// <summary>How many requests the fault has met so far.</summary>
    public int Hits => Math.Max(0, Math.Min(Volatile.Read(ref _seen) - _after, _times));

    internal Fault? Take(EmulatorRequest request)
    {
        bool matches = (_method == "*" || _method.Equals(request.Method, StringComparison.OrdinalIgnoreCase)) &&
            _path.IsMatch(request.Url.PathAndQuery);
        if (!matches || _dice?.Roll() == false)
        {
            return null;
        }

        int seen = Interlocked.Increment(ref _seen);
        return seen > _after && seen - _after <= _times ? _fault : null;
    }
}
