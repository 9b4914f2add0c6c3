using System;

namespace ReplicatePS.Core;

/// <summary>Where the API is, and which URLs are its own.</summary>
internal sealed class ApiAddress
{
    private readonly Uri _base;

    public ApiAddress(Uri baseUri)
    {
        if (!baseUri.IsAbsoluteUri || (baseUri.Scheme != Uri.UriSchemeHttps && baseUri.Scheme != Uri.UriSchemeHttp))
        {
            throw ReplicateException.Invalid($"'{baseUri.OriginalString}' is not an address of the API. Give an https URL.");
        }

        string path = baseUri.AbsolutePath.TrimEnd('/');
        Origin = baseUri.GetLeftPart(UriPartial.Authority);
        _base = new Uri($"{Origin}{(path.Length == 0 ? "/v1" : path)}/");
    }

    /// <summary>Scheme, host and port.</summary>
    public string Origin { get; }

    /// <summary>A path below the base, already escaped.</summary>
    public Uri At(string path) => new(_base, path);

    /// <summary>Whether a URL has the API's scheme, host and port.</summary>
    public bool IsOwn(Uri uri) =>
        uri.IsAbsoluteUri && string.Equals(uri.GetLeftPart(UriPartial.Authority), Origin, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;

    /// <summary>
    /// The address of a next page. The link may be relative, or absolute with http where the API has https; only its path and
    /// query are used. A link to another host is not followed.
    /// </summary>
    public Uri Next(string link)
    {
        if (!Uri.TryCreate(_base, link, out Uri? next)
            || !string.Equals(next.Host, _base.Host, StringComparison.OrdinalIgnoreCase)
            || (next.Port != _base.Port && !(next.IsDefaultPort && _base.IsDefaultPort))
            || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttp))
        {
            throw new ReplicateException(ErrorKind.BadResponse, $"The link to the next page leaves {Origin}: '{link}'. It was not followed.");
        }

        return new Uri(Origin + next.PathAndQuery);
    }

    /// <summary>A token is sent in the clear to this machine only.</summary>
    public void CheckSafeForToken()
    {
        if (_base.Scheme != Uri.UriSchemeHttps && !_base.IsLoopback)
        {
            throw ReplicateException.Invalid($"The address {Origin} is not https, so the token was not sent. http works for this machine only.");
        }
    }
}
