using System;
using System.Net.Http;

namespace ReplicatePS.Core;

/// <summary>The kinds of request that Replicate counts against separate limits.</summary>
internal enum RequestLane
{
    Other,
    Poll,
    Create,

    /// <summary>Not counted: files and hosts other than the API's.</summary>
    Unlimited,
}

/// <summary>What the handlers need to know of a request; it travels on the request itself.</summary>
internal sealed class RequestProfile
{
    private const string Key = "ReplicatePS.Profile";

    /// <summary>Against which limit it counts.</summary>
    public RequestLane Lane { get; init; }

    /// <summary>Whether it may be sent again when nobody knows if it arrived: true for reads, cancels and deletes.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>Whether it is sent once, whatever comes of it: nobody misses its answer.</summary>
    public bool IsOptional { get; init; }

    /// <summary>How many bytes the answer may have.</summary>
    public int LargestAnswer { get; init; } = AnswerSize.Object;

    /// <summary>Whether the body is handed on as a stream instead of being read here.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether who knows the address needs nothing else, so that the address is a secret.</summary>
    public bool IsAddressSecret { get; init; }

    /// <summary>Whether the token goes along.</summary>
    public bool IsAuthenticated { get; init; } = true;

    /// <summary>Whether it may go out without a token, where there is none.</summary>
    public bool TokenIsOptional { get; init; }

    /// <summary>How long the answer is held back on purpose; the try's own time comes on top.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>How long the answer may take, tries on connections that fail included; null for as long as any.</summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>Is told when it is sent: the first time, and again after a refusal.</summary>
    public Action? Sending { get; init; }

    /// <summary>Makes the body of one try; null when there is none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Which try is under way, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The clock's timestamp of when it was sent, the first time since it was refused; null before.</summary>
    public long? Begun { get; private set; }

    /// <summary>When the try under way was sent.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>Whether bytes of the try under way may have left this machine.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>Whether something that may cost money may have been done.</summary>
    public bool IsAtStake => MayHaveArrived && !MayRepeat && Lane != RequestLane.Unlimited;

    /// <summary>Whether an earlier try may have been carried out, though no answer said so.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>What came of an answer that was then lost.</summary>
    public BufferedContent? Fragment { get; set; }

    /// <summary>The time that the try under way has left; moving data extends it.</summary>
    public Deadline? Deadline { get; set; }

    /// <summary>What is left of the time for the answer; null where it has no bound of its own.</summary>
    public TimeSpan? TimeLeft(TimeProvider clock) => AnswerWithin - (Begun is { } begun ? clock.GetElapsedTime(begun) : TimeSpan.Zero);

    /// <summary>A try is sent.</summary>
    public void Send(TimeProvider clock)
    {
        SentAt = clock.GetUtcNow();
        if (Begun is null)
        {
            Begun = clock.GetTimestamp();
            Sending?.Invoke();
        }
    }

    /// <summary>It was answered, and will be sent again: its time begins anew.</summary>
    public void Refused() => Begun = null;

    public static RequestProfile Of(HttpRequestMessage request) => (RequestProfile)request.Properties[Key];

    public HttpRequestMessage Attach(HttpRequestMessage request)
    {
        request.Properties[Key] = this;
        return request;
    }
}
