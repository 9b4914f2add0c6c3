using System.Collections.Generic;
using System.Linq;
using ReplicatePS.Emulator.Faults;

namespace ReplicatePS.Emulator;

/// <summary>The faults that are switched on. The first one added that meets a request is applied to it.</summary>
public sealed class FaultSwitches
{
    private readonly object _gate = new();
    private FaultSwitch[] _switches = new FaultSwitch[0];

    internal FaultSwitches()
    {
    }

    /// <summary>Switches a fault on.</summary>
    /// <param name="method">The method of the requests it meets; * for any.</param>
    /// <param name="pathPattern">A regular expression found in their path and query, such as <c>/predictions$</c>.</param>
    /// <param name="fault">What happens to them.</param>
    /// <param name="times">How many of them it meets.</param>
    /// <param name="after">How many of them pass before.</param>
    public FaultSwitch Add(string method, string pathPattern, Fault fault, int times = 1, int after = 0) =>
        On(new FaultSwitch(method, pathPattern, fault, times, after));

    /// <summary>Switches a fault on that meets requests by chance, for as long as it is on.</summary>
    /// <param name="method">The method of the requests it may meet; * for any.</param>
    /// <param name="pathPattern">A regular expression found in their path and query, such as <c>/predictions$</c>.</param>
    /// <param name="fault">What happens to them.</param>
    /// <param name="share">Which share of them it meets, 0 to 1; of those that no fault before it has met.</param>
    /// <param name="seed">The same seed brings the same chances, in the order in which requests come.</param>
    public FaultSwitch AddShare(string method, string pathPattern, Fault fault, double share, int seed = 0) =>
        On(new FaultSwitch(method, pathPattern, fault, new Dice(share, seed)));

    /// <summary>Switches all faults off.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _switches = new FaultSwitch[0];
        }
    }

    private FaultSwitch On(FaultSwitch added)
    {
        lock (_gate)
        {
            _switches = _switches.Append(added).ToArray();
        }

        return added;
    }

    internal Fault? Take(EmulatorRequest request)
    {
        IReadOnlyList<FaultSwitch> switches = _switches;
        return switches.Select(s => s.Take(request)).FirstOrDefault(f => f is not null);
    }
}
