using System;
using System.Linq;

namespace ReplicatePS.Emulator.Http;

/// <summary>The addresses under which one caller reaches the emulator; every URL in an answer is built from them.</summary>
internal sealed class Origin
{
    public const string ApiHost = "api.replicate.test";
    public const string DeliveryHost = "delivery.replicate.test";
    public const string StreamHost = "stream.replicate.test";
    public const string DeliveryPrefix = "/delivery/";

    private Origin(string api, string delivery, string stream, string site)
    {
        Api = api;
        Delivery = delivery;
        Stream = stream;
        Site = site;
    }

    /// <summary>Where the API is, up to and including /v1.</summary>
    public string Api { get; }

    /// <summary>Where output files are.</summary>
    public string Delivery { get; }

    /// <summary>Where streams are, up to their path.</summary>
    public string Stream { get; }

    /// <summary>Where the pages for people would be.</summary>
    public string Site { get; }

    public static Origin InProcess { get; } =
        new($"https://{ApiHost}/v1", $"https://{DeliveryHost}", $"https://{StreamHost}", "https://replicate.test");

    public static Origin Of(Uri url)
    {
        if (IsOwned(url.Host))
        {
            return InProcess;
        }

        string authority = url.GetLeftPart(UriPartial.Authority);
        return new Origin(authority + "/v1", authority + DeliveryPrefix.TrimEnd('/'), authority, authority);
    }

    public static bool IsOwned(string host) =>
        new[] { ApiHost, DeliveryHost, StreamHost }.Contains(host, StringComparer.OrdinalIgnoreCase);
}
