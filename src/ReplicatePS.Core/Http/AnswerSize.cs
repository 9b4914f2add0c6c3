namespace ReplicatePS.Core;

/// <summary>How many bytes an answer may have. What is larger is not what the API sends, and is not read to its end.</summary>
internal static class AnswerSize
{
    /// <summary>One thing that the API describes; a model with its schemas has a few hundred kilobytes.</summary>
    public const int Object = 16 * 1024 * 1024;

    /// <summary>Whatever holds outputs and logs, which may be long and were paid for: a run that has ended, and pages of lists.</summary>
    public const int Outputs = 64 * 1024 * 1024;

    /// <summary>Why something was refused. What comes after that is left unread.</summary>
    public const int Refusal = 1024 * 1024;
}
