using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Accounts;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Validation;

namespace ReplicatePS.Emulator.Models;

/// <summary>Models and their versions.</summary>
internal sealed class ModelEndpoints
{
    private readonly EmulatorOptions _options;
    private readonly ModelStore _models;

    public ModelEndpoints(EmulatorOptions options, ModelStore models)
    {
        _options = options;
        _models = models;
    }

    public void MapTo(Router router)
    {
        router.Map("POST", "/models", CreateAsync);
        router.Map("GET", "/models/{owner}/{name}", Get);
        router.Map("GET", "/models/{owner}/{name}/versions", ListVersions);
        router.Map("GET", "/models/{owner}/{name}/versions/{version}", GetVersion);
    }

    public static void Write(Utf8JsonWriter writer, Model model, Origin origin, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("cover_image_url", model.CoverImageUrl);
        writer.WriteString("created_at", Json.Time(model.CreatedAt, 6));
        writer.WriteNull("default_example");
        writer.WriteString("description", model.Description);
        writer.WriteString("github_url", model.GithubUrl);
        writer.WriteBoolean("is_official", model.IsOfficial);
        writer.WritePropertyName("latest_version");
        if (model.LatestAt(now) is { } latest)
        {
            Write(writer, latest, now);
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
        writer.WriteString("url", $"{origin.Site}/{model.FullName}");
        writer.WriteString("visibility", model.Visibility);
        writer.WriteNull("weights_url");
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ModelVersion version, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("id", version.Id);
        writer.WriteString("created_at", Json.Time(version.CreatedAt(now), 6));
        writer.WriteString("cog_version", version.CogVersion);
        writer.WriteNode("openapi_schema", version.OpenApiSchema);
        writer.WriteEndObject();
    }

    private static string? Text(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private EmulatorResponse Get(Exchange exchange)
    {
        Model model = Find(exchange);
        return Json.WebResponse(200, writer => Write(writer, model, exchange.Origin, exchange.Now));
    }

    private EmulatorResponse ListVersions(Exchange exchange) => Page.Of(
        exchange,
        Find(exchange).VersionsAt(exchange.Now),
        version => version.CreatedAt(exchange.Now),
        (writer, version) => Write(writer, version, exchange.Now),
        _options.RelativePageLinks);

    private EmulatorResponse GetVersion(Exchange exchange)
    {
        Model model = Find(exchange);
        ModelVersion? version = _models.FindVersion(exchange.Route["version"], exchange.Now);
        if (version?.Model != model)
        {
            throw Refusal.NotFound();
        }

        return Json.WebResponse(200, writer => Write(writer, version, exchange.Now));
    }

    private async Task<EmulatorResponse> CreateAsync(Exchange exchange)
    {
        JsonObject body = await exchange.ReadJsonObjectAsync().ConfigureAwait(false);
        RefuseFaults(body);
        if (Text(body, "owner") != _options.Username)
        {
            throw Refusal.Detail(403, "You do not have permission to create a model for this owner.");
        }

        var model = new Model
        {
            Owner = _options.Username,
            Name = Text(body, "name")!,
            Visibility = Text(body, "visibility")!,
            Description = Text(body, "description"),
            GithubUrl = Text(body, "github_url"),
            PaperUrl = Text(body, "paper_url"),
            LicenseUrl = Text(body, "license_url"),
            CoverImageUrl = Text(body, "cover_image_url"),
            CreatedAt = exchange.Now,
        };
        if (!_models.TryAdd(model))
        {
            throw Refusal.ValidationFailed(409, new[] { new PointedFault("/name", "A model with that name and owner already exists.") });
        }

        return Json.WebResponse(201, writer => Write(writer, model, exchange.Origin, exchange.Now));
    }

    private static void RefuseFaults(JsonObject body)
    {
        List<PointedFault> faults = new[] { "owner", "name", "visibility", "hardware" }
            .Where(name => string.IsNullOrEmpty(Text(body, name)))
            .Select(name => new PointedFault("/" + name, "This field is required."))
            .ToList();
        if (Text(body, "name") is { Length: > 0 } modelName && !ResourceName.IsValid(modelName))
        {
            faults.Add(new PointedFault("/name", ResourceName.Complaint));
        }

        if (Text(body, "visibility") is { Length: > 0 } and not ("public" or "private"))
        {
            faults.Add(new PointedFault("/visibility", "The visibility is public or private."));
        }

        if (Text(body, "hardware") is { Length: > 0 } sku && !Hardware.Exists(sku))
        {
            faults.Add(new PointedFault("/hardware", Hardware.Complaint(sku)));
        }

        if (faults.Count > 0)
        {
            throw Refusal.ValidationFailed(400, faults);
        }
    }

    private Model Find(Exchange exchange) => _models.Find(exchange.FullName) ?? throw Refusal.NotFound();
}
