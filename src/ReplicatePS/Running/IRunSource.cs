using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>Where predictions or trainings are read.</summary>
internal interface IRunSource<T>
    where T : Run
{
    /// <summary>Reads one.</summary>
    Task<T> GetAsync(string id, CancellationToken stop);

    /// <summary>Reads all that were created at a time or later, newest first.</summary>
    Task<IReadOnlyList<T>> ListAsync(DateTimeOffset from, CancellationToken stop);

    /// <summary>How much later it is there than here.</summary>
    Task<TimeSpan> ReadSkewAsync(CancellationToken stop);

    /// <summary>Whether one is of the row and has its inputs; null when that cannot be told.</summary>
    bool? Matches(T run);

    /// <summary>Whether the inputs hold files, whose links are others each time.</summary>
    bool HasFiles { get; }

    /// <summary>The run as a journal has it; null where that is not enough.</summary>
    T? Kept(Core.JournalRow row);
}
