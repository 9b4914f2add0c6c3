using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace ReplicatePS.Core;

/// <summary>A call that came to a webhook, with what tells whether Replicate has sent it.</summary>
public sealed class WebhookDelivery
{
    private const string Scheme = "v1,";

    /// <summary>The header <c>webhook-id</c>: the same for each try of one delivery.</summary>
    public required string? Id { get; init; }

    /// <summary>The header <c>webhook-timestamp</c>: seconds since 1970.</summary>
    public required string? Timestamp { get; init; }

    /// <summary>The header <c>webhook-signature</c>: one signature or several, with blanks in between.</summary>
    public required string? Signature { get; init; }

    /// <summary>The body, byte for byte as it came.</summary>
    public required byte[] Body { get; init; }

    /// <summary>When it was sent; null when the header does not say so.</summary>
    public DateTimeOffset? SentAt =>
        long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Says what is wrong with it.</summary>
    /// <param name="secret">The account's signing secret.</param>
    /// <param name="now">The time by this machine's clock.</param>
    /// <param name="tolerance">How far its time may be from that; null looks at no time.</param>
    /// <returns>The fault; null when Replicate has sent it.</returns>
    /// <exception cref="ReplicateException">The secret is none.</exception>
    public string? FindFault(string secret, DateTimeOffset now, TimeSpan? tolerance)
    {
        byte[] key = KeyOf(secret);
        if (string.IsNullOrEmpty(Id) || string.IsNullOrEmpty(Timestamp) || string.IsNullOrEmpty(Signature))
        {
            string missing = string.IsNullOrEmpty(Id) ? "id" : string.IsNullOrEmpty(Timestamp) ? "timestamp" : "signature";
            return $"The header webhook-{missing} is missing.";
        }

        if (SentAt is not { } sent)
        {
            return "The header webhook-timestamp is no time.";
        }

        if ((now - sent).Duration() > tolerance)
        {
            return $"It was sent at {sent:u}, which is further than {tolerance} from now.";
        }

        byte[] expected = Sign(key);

        // All are looked at, so that neither a malformed one nor the place of the right one shows.
        bool isGenuine = false;
        foreach (string one in Signature!.Split(' ').Where(one => one.StartsWith(Scheme, StringComparison.Ordinal)))
        {
            isGenuine |= AreEqual(expected, Decode(one.Substring(Scheme.Length)));
        }

        return isGenuine ? null : "No signature matches its body and this secret.";
    }

    private static byte[] KeyOf(string secret)
    {
        int underscore = secret.IndexOf('_');
        byte[] key = underscore > 0 ? Decode(secret.Substring(underscore + 1).Trim()) : Array.Empty<byte>();
        return key.Length > 0 ? key : throw ReplicateException.Invalid("The signing secret is not what Replicate gives: whsec_ and a key in base64.");
    }

    private static byte[] Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return Array.Empty<byte>();
        }
    }

    // Takes the same time wherever the first difference is. The older frameworks have none of their own.
    private static bool AreEqual(byte[] expected, byte[] given)
    {
        int difference = expected.Length ^ given.Length;
        for (int i = 0; i < expected.Length; i++)
        {
            difference |= expected[i] ^ (i < given.Length ? given[i] : 0);
        }

        return difference == 0;
    }

    private byte[] Sign(byte[] key)
    {
        using HMACSHA256 hmac = new(key);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.").Concat(Body).ToArray());
    }
}
