namespace ReplicatePS.Core;

/// <summary>What went wrong, in the words that a caller decides by.</summary>
public enum ErrorKind
{
    /// <summary>No token was found; nothing was sent.</summary>
    TokenMissing,

    /// <summary>401: the token is not valid.</summary>
    Unauthorized,

    /// <summary>402: the account has no credit.</summary>
    PaymentRequired,

    /// <summary>403: the account may not do this.</summary>
    Forbidden,

    /// <summary>404: there is no such thing.</summary>
    NotFound,

    /// <summary>400 or 422, or refused locally before any request.</summary>
    InvalidInput,

    /// <summary>409: it exists already.</summary>
    Conflict,

    /// <summary>413, or a file over 100 MiB that was not sent.</summary>
    FileTooLarge,

    /// <summary>429, still after all retries.</summary>
    RateLimited,

    /// <summary>5xx, still after all retries.</summary>
    ServerError,

    /// <summary>DNS, TLS or socket: no answer came.</summary>
    ConnectionFailed,

    /// <summary>A create was sent and no answer tells whether it happened.</summary>
    OutcomeUnknown,

    /// <summary>A wait reached its bound.</summary>
    WaitTimeout,

    /// <summary>An answer came that cannot be understood.</summary>
    BadResponse,
}
