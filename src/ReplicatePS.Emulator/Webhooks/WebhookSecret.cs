using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace ReplicatePS.Emulator.Webhooks;

/// <summary>What webhooks are signed with: a prefix and the key in base64.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int KeyLength = 24;

    private readonly byte[] _key;

    /// <param name="text">The secret as the API shows it; null makes a new one.</param>
    public WebhookSecret(string? text)
    {
        _key = text is null ? NewKey() : KeyOf(text);
        Text = text ?? Prefix + Convert.ToBase64String(_key);
    }

    public string Text { get; }

    /// <summary>The signature of a delivery, with the version of the scheme before it.</summary>
    public string Sign(string id, string timestamp, byte[] body)
    {
        using var signed = new MemoryStream();
        byte[] start = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        signed.Write(start, 0, start.Length);
        signed.Write(body, 0, body.Length);
        using var hmac = new HMACSHA256(_key);
        return "v1," + Convert.ToBase64String(hmac.ComputeHash(signed.ToArray()));
    }

    private static byte[] NewKey()
    {
        byte[] key = new byte[KeyLength];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(key);
        return key;
    }

    private static byte[] KeyOf(string text)
    {
        try
        {
            if (text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length)
            {
                return Convert.FromBase64String(text.Substring(Prefix.Length));
            }
        }
        catch (FormatException)
        {
            // What follows the prefix is no base64, which is said below.
        }

        throw new ArgumentException("A webhook signing secret is whsec_ and a key in base64.", nameof(text));
    }
}
