using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core;

/// <summary>Adds the token, and only to requests that go to the API's own origin.</summary>
internal sealed class AuthHandler : DelegatingHandler
{
    private readonly ReplicateClientOptions _options;
    private readonly ApiAddress _address;

    public AuthHandler(ReplicateClientOptions options, ApiAddress address, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
        _address = address;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Authorization = null;
        RequestProfile profile = RequestProfile.Of(request);
        if (profile.IsAuthenticated)
        {
            Uri target = request.RequestUri!;
            if (!_address.IsOwn(target))
            {
                throw new ReplicateException(ErrorKind.BadResponse, $"The request would leave {_address.Origin} for {target.Host}; it was not sent.");
            }

            string? token = _options.Token();
            if (!string.IsNullOrEmpty(token))
            {
                _address.CheckSafeForToken();
                request.Headers.Authorization = Header(token!);
            }
            else if (!_options.TokenIsOptional && !profile.TokenIsOptional)
            {
                throw new ReplicateException(ErrorKind.TokenMissing, "There is no token for Replicate.");
            }
        }

        return base.SendAsync(request, cancellation);
    }

    private static AuthenticationHeaderValue Header(string token)
    {
        // The message of the framework's own complaint would show the token.
        foreach (char c in token)
        {
            if (c is <= ' ' or > '~')
            {
                throw ReplicateException.Invalid("The token holds characters that no token has, such as a blank or a line end.");
            }
        }

        return new AuthenticationHeaderValue("Bearer", token);
    }
}
