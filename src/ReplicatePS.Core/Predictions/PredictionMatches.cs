using System.Collections.Generic;

namespace ReplicatePS.Core;

/// <summary>What a search for a prediction has found: none, one, or several that cannot be told apart.</summary>
public sealed class PredictionMatches
{
    internal PredictionMatches(IReadOnlyList<Prediction> predictions, int compared, bool areInputsKnown, bool areRedirected)
    {
        Predictions = predictions;
        Compared = compared;
        AreInputsKnown = areInputsKnown;
        AreRedirected = areRedirected;
    }

    /// <summary>The predictions that match, newest first.</summary>
    public IReadOnlyList<Prediction> Predictions { get; }

    /// <summary>How many predictions of that time and target were compared.</summary>
    public int Compared { get; }

    /// <summary>False when their inputs could not be compared, as Replicate shows them no more.</summary>
    public bool AreInputsKnown { get; }

    /// <summary>Whether they run another version than the one that is looked for.</summary>
    public bool AreRedirected { get; }
}
