using System;
using System.Collections.Concurrent;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using ReplicatePS.Core;
using ReplicatePS.Emulator;

namespace ReplicatePS;

/// <summary>A connection to Replicate: where it is, and as whom. It never shows the token.</summary>
public sealed class ReplicateContext
{
    private const string TokenVariable = "REPLICATE_API_TOKEN";
    private const string BaseUriVariable = "REPLICATE_BASE_URL";

    private readonly SecureString? _token;
    private readonly HttpMessageHandler? _transport;

    // The emulator has limits of its own.
    private readonly RateLimiter? _limiter;
    private ReplicateClient? _client;

    private ReplicateContext(Uri baseUri, SecureString? token, HttpMessageHandler? transport, ReplicateEmulator? emulator)
    {
        BaseUri = baseUri;
        _token = token;
        _transport = transport;
        Emulator = emulator;
        _limiter = emulator is null ? null : new RateLimiter(TimeProvider.System);
    }

    /// <summary>Tells the commands that use the connection when requests are held back.</summary>
    internal event Action<RequestPause>? Pausing;

    /// <summary>The API's address.</summary>
    public Uri BaseUri { get; }

    /// <summary>The account that the token was checked to belong to; null when it was not checked.</summary>
    public string? Username { get; internal set; }

    /// <summary>Where the token comes from: <c>parameter</c>, <c>environment</c>, or <c>none</c>.</summary>
    public string TokenSource => _token is not null ? "parameter" : FromVariable(TokenVariable) is not null ? "environment" : "none";

    /// <summary>Whether it is the built-in emulator.</summary>
    public bool IsEmulator => Emulator is not null;

    /// <summary>How often a request is repeated at most.</summary>
    public int MaximumRetryCount { get; internal init; } = 5;

    /// <summary>How long one request may take, in seconds.</summary>
    public int TimeoutSec { get; internal init; } = 100;

    /// <summary>The emulator behind the connection, for tests that step its clock or switch on faults; null for Replicate itself.</summary>
    public ReplicateEmulator? Emulator { get; }

    /// <summary>What completion has learnt, kept for a short while.</summary>
    internal ConcurrentDictionary<string, Completion.CachedAnswer> Answers { get; } = new();

    /// <summary>The address in short.</summary>
    /// <returns>The address.</returns>
    public override string ToString() => IsEmulator ? "emulator" : BaseUri.ToString();

    internal static ReplicateContext FromEnvironment() => new(EnvironmentBaseUri(), null, null, null);

    internal static ReplicateContext To(Uri? baseUri, SecureString? token, HttpMessageHandler? transport, int maximumRetryCount, int timeoutSec) =>
        new(baseUri ?? EnvironmentBaseUri(), token, transport, null) { MaximumRetryCount = maximumRetryCount, TimeoutSec = timeoutSec };

    internal static ReplicateContext ToEmulator(ReplicateEmulator emulator, int maximumRetryCount, int timeoutSec) =>
        new(ReplicateEmulator.DefaultBaseUri, null, emulator.Handler, emulator) { MaximumRetryCount = maximumRetryCount, TimeoutSec = timeoutSec };

    /// <summary>Says how to go on when there is no token at all.</summary>
    internal void CheckToken()
    {
        if (!IsEmulator && _token is not { Length: > 0 } && string.IsNullOrEmpty(ReadToken()))
        {
            throw new ReplicateException(ErrorKind.TokenMissing, "There is no token for Replicate.");
        }
    }

    /// <summary>A client for this connection. Those that trace nothing are one and the same, with what it has learnt of models.</summary>
    internal ReplicateClient CreateClient(Action<RequestTrace>? trace = null) =>
        trace is null ? LazyInitializer.EnsureInitialized(ref _client, () => NewClient(null))! : NewClient(trace);

    private ReplicateClient NewClient(Action<RequestTrace>? trace) => new(new ReplicateClientOptions
    {
        BaseUri = BaseUri,
        Token = ReadToken,
        TokenIsOptional = IsEmulator,
        Transport = _transport,
        MaximumRetryCount = MaximumRetryCount,
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        Trace = trace,
        Pausing = pause => Pausing?.Invoke(pause),
        Limiter = _limiter,
        SharesLimiter = !IsEmulator,
    });

    // The emulator needs no token, and the real one has no business there.
    private string? ReadToken() => IsEmulator ? null
        : _token is null ? FromVariable(TokenVariable)
        : Reveal(_token);

    // For each request, so without the copies that a NetworkCredential would make.
    private static string Reveal(SecureString token)
    {
        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(token);
        try
        {
            return Marshal.PtrToStringUni(text, token.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }

    private static Uri EnvironmentBaseUri()
    {
        string? given = FromVariable(BaseUriVariable);
        return given is null ? ReplicateClientOptions.DefaultBaseUri
            : Uri.TryCreate(given, UriKind.Absolute, out Uri? uri) ? uri
            : throw ReplicateException.Invalid($"The environment variable {BaseUriVariable} is '{given}', which is no URL.");
    }

    private static string? FromVariable(string name) =>
        Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;
}
