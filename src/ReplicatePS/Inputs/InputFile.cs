using System.Text.Json.Nodes;

namespace ReplicatePS;

/// <summary>A place in an input where a file stands that Replicate does not have yet.</summary>
internal sealed class InputFile
{
    private readonly JsonNode _placeholder;

    public InputFile(JsonNode placeholder, InputContent content)
    {
        _placeholder = placeholder;
        Content = content;
    }

    public InputContent Content { get; }

    /// <summary>Whether a node of an input is the place.</summary>
    public bool StandsAt(JsonNode node) => ReferenceEquals(node, _placeholder);

    /// <summary>Puts a link in place of the file.</summary>
    public void ReplaceBy(string url) => _placeholder.ReplaceWith(url);
}
