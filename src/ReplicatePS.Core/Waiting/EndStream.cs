using System;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Learns the end of a prediction from its stream, in the moment in which it comes.</summary>
internal sealed class EndStream
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    private readonly EventDoor _door;

    public EndStream(ApiConnection api)
    {
        _door = new EventDoor(api, Idle, isOptional: true);
    }

    /// <summary>Whether a run offers a stream.</summary>
    public bool Has(Run run) => AddressOf(run) is not null;

    /// <summary>Reads the stream. Never fails: what it does not tell, looks will.</summary>
    /// <returns>Whether it said that the run is done; false when it ended in any other way.</returns>
    public async Task<bool> SaysDoneAsync(Run run, CancellationToken cancellation)
    {
        try
        {
            if (await _door.OpenAsync(AddressOf(run)!, null, cancellation).ConfigureAwait(false) is not { } feed)
            {
                return false;
            }

            await using (feed.ConfigureAwait(false))
            {
                while (await feed.NextAsync().ConfigureAwait(false) is { } item)
                {
                    if (item.Name == StreamEventName.Done)
                    {
                        return true;
                    }
                }
            }
        }
        catch (Exception)
        {
            // Silently: the run is looked at anyway.
        }

        return false;
    }

    private Uri? AddressOf(Run run) => run is Prediction { HasEnded: false } prediction ? _door.StreamOf(prediction) : null;
}
