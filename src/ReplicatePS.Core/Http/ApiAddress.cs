using System;
using System.Linq;
using System.Net.Http;

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

        if (baseUri.UserInfo.Length > 0)
        {
            throw ReplicateException.Invalid($"The address of {baseUri.Host} holds a user name or a password, which the API does not take.");
        }

        string path = baseUri.AbsolutePath.TrimEnd('/');
        Origin = baseUri.GetLeftPart(UriPartial.Authority);
        _base = new Uri($"{Origin}{(path.Length == 0 ? "/v1" : path)}/");
    }

    /// <summary>Scheme, host and port.</summary>
    public string Origin { get; }

    /// <summary>Whether it is on this machine.</summary>
    public bool IsLoopback => _base.IsLoopback;

    /// <summary>A path below the base, already escaped.</summary>
    public Uri At(string path) => new(_base, path);

    /// <summary>Whether a URL has the API's scheme, host and port.</summary>
    public bool IsOwn(Uri uri) =>
        uri.IsAbsoluteUri && string.Equals(uri.GetLeftPart(UriPartial.Authority), Origin, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;

    /// <summary>What a URL is called in reports: the path, behind the host where it is not the API's. The query stays out: it can hold a signature.</summary>
    public string NameOf(Uri uri) => IsOwn(uri) ? uri.AbsolutePath : uri.Host + uri.AbsolutePath;

    /// <summary>The same for what a request asks for, without the part of an address that is a secret.</summary>
    public string NameOf(HttpRequestMessage request)
    {
        string name = NameOf(request.RequestUri!);
        return RequestProfile.Of(request).IsAddressSecret ? name.Substring(0, name.LastIndexOf('/') + 1) + "***" : name;
    }

    /// <summary>
    /// Whether a URL is that of a file that the API itself keeps, for which it wants the token. A signed link speaks for itself.
    /// </summary>
    public bool IsFile(Uri uri) =>
        IsOwn(uri) && uri.AbsolutePath.StartsWith(_base.AbsolutePath + "files/", StringComparison.Ordinal)
        && uri.Query.IndexOf("signature=", StringComparison.OrdinalIgnoreCase) < 0;

    /// <summary>
    /// The address of the page after a page. The link may be relative, or absolute with http where the API has https; only its path and
    /// query are used. A link to another host is not followed, nor one that programs read in different ways.
    /// </summary>
    public Uri Next(Uri page, string link)
    {
        if (link.Any(c => c == '\\' || char.IsControl(c))
            || Resolve(page, link) is not { } next
            || next.UserInfo.Length > 0
            || !string.Equals(next.Host, _base.Host, StringComparison.OrdinalIgnoreCase)
            || (next.Port != _base.Port && !(next.IsDefaultPort && _base.IsDefaultPort))
            || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttp))
        {
            throw new ReplicateException(ErrorKind.BadResponse, $"The link to the next page leaves {Origin}: '{link}'. It was not followed.");
        }

        return new Uri(Origin + next.PathAndQuery);
    }

    /// <summary>
    /// The address that a link leads to, seen from the page that holds it. Null when it is none. A link that starts with a slash
    /// is a path on the same host; the framework takes it for a file on some systems.
    /// </summary>
    public static Uri? Resolve(Uri page, string link)
    {
        string absolute = link.StartsWith("//", StringComparison.Ordinal) ? $"{page.Scheme}:{link}"
            : link.StartsWith("/", StringComparison.Ordinal) ? page.GetLeftPart(UriPartial.Authority) + link
            : link;
        return Uri.TryCreate(page, absolute, out Uri? target) ? target : null;
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
