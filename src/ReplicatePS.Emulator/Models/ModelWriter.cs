using System;
using System.Text.Json;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Models;

/// <summary>Writes models and versions as the web service does.</summary>
internal sealed class ModelWriter
{
    private readonly RunWriter _runs;

    public ModelWriter(RunWriter runs)
    {
        _runs = runs;
    }

    public EmulatorResponse Answer(int status, Model model, Exchange exchange) =>
        Json.WebResponse(status, writer => Write(writer, model, exchange));

    /// <param name="writer">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="exchange">What was asked.</param>
    /// <param name="withWeights">Whether the address of the weights is among the facts. A search leaves it out.</param>
    public void Write(Utf8JsonWriter writer, Model model, Exchange exchange, bool withWeights = true)
    {
        writer.WriteStartObject();
        writer.WriteString("cover_image_url", model.CoverImageUrl);
        writer.WriteString("created_at", Json.Time(model.CreatedAt, 6));
        writer.WritePropertyName("default_example");
        if (model.DefaultExample is { } example)
        {
            WriteExample(writer, example, exchange);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("description", model.Description);
        writer.WriteString("github_url", model.GithubUrl);
        writer.WriteBoolean("is_official", model.IsOfficial);
        writer.WritePropertyName("latest_version");
        if (model.LatestAt(exchange.Now) is { } latest)
        {
            Write(writer, latest, exchange.Now);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("license_url", model.LicenseUrl);
        writer.WriteString("name", model.Name);
        writer.WriteString("owner", model.Owner);
        writer.WriteString("paper_url", model.PaperUrl);
        writer.WriteNumber("run_count", model.RunCount);
        writer.WriteString("url", $"{exchange.Origin.Site}/{model.FullName}");
        writer.WriteString("visibility", model.Visibility);
        if (withWeights)
        {
            writer.WriteString("weights_url", model.WeightsUrl);
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, ModelVersion version, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("id", version.Id);
        writer.WriteString("created_at", Json.Time(version.CreatedAt(now), 6));
        writer.WriteString("cog_version", version.CogVersion);
        writer.WriteNode("openapi_schema", version.OpenApiSchema);
        writer.WriteEndObject();
    }

    /// <summary>Writes an example, which has ended whatever the clock says.</summary>
    public void WriteExample(Utf8JsonWriter writer, Run example, Exchange exchange) =>
        _runs.WriteWeb(writer, example, DateTimeOffset.MaxValue, exchange.Origin, "predictions", withLogs: true);
}
