using System.Text.Json.Nodes;

namespace ReplicatePS;

/// <summary>A place in an input where a file stands that has yet to be uploaded.</summary>
internal sealed class InputFile
{
    private readonly JsonNode _placeholder;

    public InputFile(JsonNode placeholder, string path)
    {
        _placeholder = placeholder;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Puts the uploaded file's URL in place of the file.</summary>
    public void ReplaceBy(string url) => _placeholder.ReplaceWith(url);
}
