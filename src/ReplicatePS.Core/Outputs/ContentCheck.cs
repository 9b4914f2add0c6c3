using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;

namespace ReplicatePS.Core;

/// <summary>Compares what arrives with the checksum that is known of it.</summary>
internal sealed class ContentCheck : IDisposable
{
    private readonly string _name;
    private readonly byte[] _expected;
    private readonly IncrementalHash? _hash;
    private readonly Crc32C _crc = new();

    private ContentCheck(string name, byte[] expected, HashAlgorithmName? algorithm)
    {
        _name = name;
        _expected = expected;
        _hash = algorithm is { } known ? IncrementalHash.CreateHash(known) : null;
    }

    /// <summary>
    /// The check for a file that begins to arrive. An ETag is no checksum, even where it looks like one, and what a
    /// server says of bytes that were compressed on their way does not hold for what comes out.
    /// </summary>
    /// <param name="response">The answer that brings its beginning.</param>
    /// <param name="file">What the API says of the file, if anything.</param>
    /// <param name="isPart">Whether the answer is a part, so that a checksum of its body is none of the file.</param>
    /// <returns>The check; null when there is nothing to compare with.</returns>
    public static ContentCheck? Of(HttpResponseMessage response, ReplicateFile? file, bool isPart)
    {
        if (file?.Sha256 is { Length: 64 } sha256)
        {
            return Make("SHA-256", FromHex(sha256), 32, HashAlgorithmName.SHA256);
        }

        if (response.Content.Headers.ContentLength is null || response.Content.Headers.ContentEncoding.Any(coding => coding != "identity")
            || (ProblemReader.Header(response, "x-goog-stored-content-encoding") ?? "identity") != "identity")
        {
            return null;
        }

        byte[]? md5 = isPart ? null : response.Content.Headers.ContentMD5;
        return Make("MD5", md5 ?? FromGoog(response, "md5="), 16, HashAlgorithmName.MD5)
            ?? Make("CRC32C", FromGoog(response, "crc32c="), 4, null);
    }

    /// <summary>Takes the next bytes.</summary>
    public void Add(byte[] buffer, int count)
    {
        if (_hash is null)
        {
            _crc.Add(buffer, count);
        }
        else
        {
            _hash.AppendData(buffer, 0, count);
        }
    }

    /// <summary>Compares, when all has come.</summary>
    /// <returns>In what it differs; null when it is what it should be.</returns>
    public string? Fault()
    {
        byte[] actual = _hash?.GetHashAndReset() ?? _crc.Value;
        return actual.SequenceEqual(_expected) ? null : $"its {_name} is {ToHex(actual)} instead of {ToHex(_expected)}";
    }

    public void Dispose() => _hash?.Dispose();

    private static ContentCheck? Make(string name, byte[]? expected, int length, HashAlgorithmName? algorithm)
    {
        try
        {
            return expected?.Length == length ? new ContentCheck(name, expected, algorithm) : null;
        }
        catch (Exception fault) when (fault is CryptographicException or InvalidOperationException or System.Reflection.TargetInvocationException)
        {
            // Systems that allow certified algorithms alone have no MD5.
            return null;
        }
    }

    private static byte[]? FromGoog(HttpResponseMessage response, string name)
    {
        if (!response.Headers.TryGetValues("x-goog-hash", out IEnumerable<string>? values))
        {
            return null;
        }

        string? found = values.SelectMany(value => value.Split(',')).Select(part => part.Trim())
            .FirstOrDefault(part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        try
        {
            return found is null ? null : Convert.FromBase64String(found.Substring(name.Length));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? FromHex(string text) => text.All(Uri.IsHexDigit)
        ? Enumerable.Range(0, text.Length / 2).Select(at => Convert.ToByte(text.Substring(at * 2, 2), 16)).ToArray()
        : null;

    private static string ToHex(byte[] bytes) => string.Concat(bytes.Select(one => one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
