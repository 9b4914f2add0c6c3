using System;
using System.Collections.Generic;
using System.Linq;
using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>The output of a run as objects: text that came in pieces as one, files as objects, the items of a list each for itself.</summary>
internal sealed class RunOutput
{
    private const string DeliveryHost = "replicate.delivery";

    private readonly RunSchema _schema;
    private readonly ReplicateClient _client;
    private readonly JobRow? _row;
    private Func<string, object?>? _pieces;

    public RunOutput(RunSchema schema, ReplicateClient client, JobRow? row = null)
    {
        _row = row;
        _schema = schema;
        _client = client;
    }

    /// <summary>What a prediction has made.</summary>
    /// <returns>The objects; null when its output is null.</returns>
    public IReadOnlyList<object>? Read(Core.Prediction prediction)
    {
        if (prediction.Output is not { } output)
        {
            return null;
        }

        if (_schema.Join(output) is { } text)
        {
            return new object[] { text };
        }

        object? shown = PowerShellJson.ToObject(output, Files(prediction));
        return shown is object?[] items ? items.OfType<object>().ToArray() : new[] { shown! };
    }

    /// <summary>One piece of an output that is still being made.</summary>
    public object Of(string piece, Core.Prediction prediction) => (_pieces ??= Files(prediction))(piece)!;

    /// <summary>Where the schema says text, a URL in it is text, unless it is certainly one of Replicate's files.</summary>
    private Func<string, object?> Files(Core.Prediction prediction)
    {
        int count = 0;
        return text => OutputLink.IsLink(text) && (!_schema.GivesText || IsOfReplicate(text))
            ? new OutputFile(OutputLink.Of(text, count++), _client, prediction.Id, prediction) { JobRow = _row }
            : text;
    }

    private static bool IsOfReplicate(string link) =>
        link.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
        || (new Uri(link).Host is var host && (host == DeliveryHost || host.EndsWith("." + DeliveryHost, StringComparison.Ordinal)));
}
