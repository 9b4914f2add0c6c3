using System;
using System.Text.Json;

namespace ReplicatePS.Core;

/// <summary>One run of a model.</summary>
public sealed class Prediction : Run
{
    private static readonly KnownMembers Read = Common.And("deployment", "deadline", "data_removed");

    internal Prediction(JsonElement json)
        : base(json)
    {
    }

    /// <summary>The deployment that it runs on, <c>owner/name</c>, if any.</summary>
    public string? Deployment => Json.Text("deployment");

    /// <summary>When it will be stopped, if it was given a deadline.</summary>
    public DateTimeOffset? Deadline => Json.Time("deadline");

    /// <summary>Whether its input, output and logs are gone, as they are after an hour.</summary>
    public bool DataRemoved => Json.Flag("data_removed") ?? false;

    private protected override KnownMembers Known => Read;
}
