using System;

namespace ReplicatePS.Emulator.Runs;

/// <summary>
/// Gives out times to the microsecond, as a database keeps them, each later than the one before: what is paged by its time can
/// then begin at any item. Not safe for several callers at once.
/// </summary>
internal sealed class UniqueTimes
{
    private const long Microsecond = TimeSpan.TicksPerMillisecond / 1000;

    private long _last;

    public DateTimeOffset Next(DateTimeOffset time)
    {
        _last = Math.Max(time.UtcTicks / Microsecond, _last + 1);
        return new DateTimeOffset(_last * Microsecond, TimeSpan.Zero);
    }
}
