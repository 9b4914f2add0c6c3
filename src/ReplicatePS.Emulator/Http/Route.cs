using System;
using System.Collections.Generic;

namespace ReplicatePS.Emulator.Http;

/// <summary>One operation of the API.</summary>
internal sealed class Route
{
    private readonly string[] _segments;

    public Route(string method, string template, string[] segments, Endpoint endpoint, RateBucket bucket, bool isOpen)
    {
        _segments = segments;
        Method = method;
        Text = $"{method} {template}";
        Endpoint = endpoint;
        Bucket = bucket;
        IsOpen = isOpen;
    }

    public string Method { get; }

    /// <summary>Method and path, such as GET /predictions/{id}.</summary>
    public string Text { get; }

    public Endpoint Endpoint { get; }

    public RateBucket Bucket { get; }

    /// <summary>Whether it needs no token.</summary>
    public bool IsOpen { get; }

    public bool Matches(string[] path)
    {
        for (int i = 0; i < _segments.Length; i++)
        {
            if (_segments[i][0] != '{' && _segments[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }

    public IReadOnlyDictionary<string, string> ValuesOf(string[] path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < _segments.Length; i++)
        {
            if (_segments[i][0] == '{')
            {
                values[_segments[i].Trim('{', '}')] = Uri.UnescapeDataString(path[i]);
            }
        }

        return values;
    }
}
