using System;
using System.Security.Cryptography;
using System.Text;

namespace ReplicatePS.Emulator.Runs;

/// <summary>Makes ids of the forms that the API gives out.</summary>
internal static class Identifiers
{
    private const int RunLength = 26;
    private const int MessageLength = 27;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const string MessageAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>26 digits and letters, without i, l, o and u.</summary>
    public static string NewRun()
    {
        byte[] random = new byte[RunLength];
        using (var generator = RandomNumberGenerator.Create())
        {
            generator.GetBytes(random);
        }

        return Spelled(random, Alphabet, RunLength);
    }

    /// <summary>The id of a run that follows from a text.</summary>
    public static string Run(string seed)
    {
        using var sha = SHA256.Create();
        return Spelled(sha.ComputeHash(Encoding.UTF8.GetBytes(seed)), Alphabet, RunLength);
    }

    /// <summary>The form of message ids: 27 digits and letters after a prefix.</summary>
    public static string NewMessage()
    {
        byte[] random = new byte[MessageLength];
        using (var generator = RandomNumberGenerator.Create())
        {
            generator.GetBytes(random);
        }

        return "msg_" + Spelled(random, MessageAlphabet, MessageLength);
    }

    /// <summary>64 hexadecimal digits that follow from a text.</summary>
    public static string Version(string seed)
    {
        using var sha = SHA256.Create();
        return Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(seed)));
    }

    /// <summary>The form of file ids: a UUID's text in base64.</summary>
    public static string NewFile() => Convert.ToBase64String(Encoding.ASCII.GetBytes(Guid.NewGuid().ToString()));

    public static string Hex(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (byte value in bytes)
        {
            text.Append(value.ToString("x2", Http.Json.Invariant));
        }

        return text.ToString();
    }

    private static string Spelled(byte[] bytes, string alphabet, int length)
    {
        var id = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            id.Append(alphabet[bytes[i] % alphabet.Length]);
        }

        return id.ToString();
    }
}
