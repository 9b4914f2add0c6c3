namespace ReplicatePS.Emulator.Http;

/// <summary>What a bucket says after a request.</summary>
/// <param name="Allowed">Whether the request may go on.</param>
/// <param name="Remaining">Requests left.</param>
/// <param name="Reset">Whole seconds until the bucket is full.</param>
/// <param name="RetryAfter">Whole seconds until one more is allowed.</param>
internal sealed record RateState(bool Allowed, int Remaining, int Reset, int RetryAfter);
