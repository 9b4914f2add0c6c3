using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Emulator;

/// <summary>How an emulated account behaves.</summary>
public sealed class EmulatorOptions
{
    /// <summary>Emulated seconds per real second. At 0 the clock stands still and moves only by <see cref="EmulatorClock.Advance"/>.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>The clock that the emulated one is derived from; null is the system's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>The account that every token belongs to.</summary>
    public string Username { get; set; } = "you";

    /// <summary>The only token that is right. Null accepts any.</summary>
    public string? Token { get; set; }

    /// <summary>Whether a request without a token is refused. Implied by <see cref="Token"/>.</summary>
    public bool RequireToken { get; set; }

    /// <summary>
    /// Whether requests above the documented rates are answered with status 429. Without limits every answer tells of a full
    /// bucket, so that clients which pace themselves by <c>ratelimit-remaining</c> go as fast as they can.
    /// </summary>
    public bool EnforceRateLimits { get; set; } = true;

    /// <summary>How many predictions may be created in a minute. Accounts with little credit may create 6.</summary>
    public int CreatesPerMinute { get; set; } = 600;

    /// <summary>How many predictions may be created at once. Null is a minute's worth; for accounts with little credit it is 1.</summary>
    public int? CreateBurst { get; set; }

    /// <summary>What signatures of file downloads are made with.</summary>
    public string FilesSigningSecret { get; set; } = "files-signing-secret";

    /// <summary>What webhooks are signed with: whsec_ and a key in base64. Null makes a new secret.</summary>
    public string? WebhookSigningSecret { get; set; }

    /// <summary>Sends webhooks. Null sends them over the network.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? WebhookSender { get; set; }

    /// <summary>Whether a webhook can be an http address of this machine. All others need https.</summary>
    public bool AllowLoopbackWebhooks { get; set; } = true;

    /// <summary>How many requests and how many webhooks the journals keep.</summary>
    public int JournalCapacity { get; set; } = 10_000;

    /// <summary>Whether the journal keeps Authorization values as they came.</summary>
    public bool JournalRawTokens { get; set; }

    /// <summary>Whether answers of the prediction service carry nulls for what is not known yet, instead of leaving the keys out.</summary>
    public bool EdgeWritesNulls { get; set; }

    /// <summary>Whether a blocking create answers status processing with the whole output, as it did in 2024.</summary>
    public bool BlockingAnswersProcessing { get; set; }

    /// <summary>Whether a blocking create answers files as data URIs, as it did in 2024.</summary>
    public bool BlockingAnswersDataUris { get; set; }

    /// <summary>Whether next and previous links are relative.</summary>
    public bool RelativePageLinks { get; set; }

    /// <summary>Whether unfinished answers leave out data_removed, source and urls.web, as they did before 2024.</summary>
    public bool OldPredictionShape { get; set; }

    /// <summary>Whether predictions have no urls.stream, as if no model could stream.</summary>
    public bool OmitStreams { get; set; }

    /// <summary>Whether error is an empty string instead of null on success.</summary>
    public bool EmptyErrorOnSuccess { get; set; }
}
