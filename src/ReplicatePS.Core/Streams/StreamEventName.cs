namespace ReplicatePS.Core;

/// <summary>The events of a prediction's stream, as Replicate spells them. Others may come, and are passed on.</summary>
public static class StreamEventName
{
    /// <summary>A piece of the output: text, or the URL of a file.</summary>
    public const string Output = "output";

    /// <summary>What the model wrote to its log.</summary>
    public const string Logs = "logs";

    /// <summary>Why the prediction failed.</summary>
    public const string Error = "error";

    /// <summary>The end.</summary>
    public const string Done = "done";
}
