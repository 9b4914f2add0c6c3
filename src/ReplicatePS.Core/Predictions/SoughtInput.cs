using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ReplicatePS.Core;

/// <summary>The inputs that a prediction is looked for by: as they were sent, or no more than their hash.</summary>
internal sealed class SoughtInput
{
    // What stands in the place of a secret.
    private static readonly Regex Redacted = new(@"^(\[?redacted\]?|\*+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly JsonElement? _input;
    private readonly string? _hash;

    public SoughtInput(JsonElement? input, string? hash)
    {
        _input = input;
        _hash = hash;
    }

    /// <summary>The hash of a run's inputs; null where they are shown no more.</summary>
    public static string? HashOf(Run run) => run.Input is { ValueKind: JsonValueKind.Object } input ? CanonicalJson.Hash(input) : null;

    /// <summary>Compares the inputs of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="hash">Their hash, where it was made already.</param>
    public InputLikeness Compare(Run run, string? hash)
    {
        if (_input is null && _hash is null)
        {
            return InputLikeness.Same;
        }

        if (run.Input is not { ValueKind: JsonValueKind.Object } found || (run is Prediction { DataRemoved: true } && !found.EnumerateObject().Any()))
        {
            return InputLikeness.Open;
        }

        if (_hash is not null && (hash ?? CanonicalJson.Hash(found)) == _hash)
        {
            return InputLikeness.Same;
        }

        return _input is { } sent ? Compare(sent, found)
            : found.EnumerateObject().Any(member => IsRedacted(member.Value)) ? InputLikeness.Open
            : InputLikeness.Other;
    }

    private static InputLikeness Compare(JsonElement sent, JsonElement found)
    {
        JsonProperty[] wanted = sent.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).ToArray();
        if (!wanted.All(member => found.TryGetProperty(member.Name, out JsonElement value) && AreAlike(member.Value, value)))
        {
            return InputLikeness.Other;
        }

        HashSet<string> names = new(wanted.Select(member => member.Name));
        return found.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.Null || names.Contains(member.Name))
            ? InputLikeness.Same
            : InputLikeness.More;
    }

    /// <summary>A secret is not shown again, and a file that was sent inline or from this machine is shown by a URL.</summary>
    private static bool AreAlike(JsonElement sent, JsonElement found) =>
        IsRedacted(found)
        || (IsInline(sent) && IsLink(found))
        || (StartsWith(sent, "file:") && IsInline(found))
        || (sent.ValueKind == JsonValueKind.Array && found.ValueKind == JsonValueKind.Array
            ? sent.GetArrayLength() == found.GetArrayLength() && sent.EnumerateArray().Zip(found.EnumerateArray(), AreAlike).All(alike => alike)
            : sent.ValueKind == JsonValueKind.String && found.ValueKind == JsonValueKind.String
                ? SafeText.Of(sent) == SafeText.Of(found)
                : CanonicalJson.Hash(sent) == CanonicalJson.Hash(found));

    private static bool IsRedacted(JsonElement value) => value.ValueKind == JsonValueKind.String && Redacted.IsMatch(SafeText.Of(value));

    private static bool IsInline(JsonElement value) => StartsWith(value, "data:") || StartsWith(value, "file:");

    private static bool IsLink(JsonElement value) => StartsWith(value, "https://") || StartsWith(value, "http://");

    private static bool StartsWith(JsonElement value, string start) =>
        value.ValueKind == JsonValueKind.String && SafeText.Of(value).StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
