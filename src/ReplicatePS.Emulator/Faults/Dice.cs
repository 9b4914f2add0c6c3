using System;

namespace ReplicatePS.Emulator.Faults;

/// <summary>Chance that comes out the same each time it begins anew.</summary>
internal sealed class Dice
{
    private readonly object _gate = new();
    private readonly Random _random;
    private readonly double _share;

    public Dice(double share, int seed)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is 0 to 1.");
        }

        _share = share;
        _random = new Random(seed);
    }

    public bool Roll()
    {
        lock (_gate)
        {
            return _random.NextDouble() < _share;
        }
    }
}
