namespace ReplicatePS.Completion;

/// <summary>A text that could complete an argument, and what a person is told of it.</summary>
internal sealed class Candidate
{
    public Candidate(string text, string? explanation)
    {
        Text = text;
        Explanation = string.IsNullOrEmpty(explanation) ? text : explanation!;
    }

    public string Text { get; }

    public string Explanation { get; }
}
