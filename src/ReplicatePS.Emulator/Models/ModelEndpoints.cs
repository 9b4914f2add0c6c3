using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Search;
using ReplicatePS.Emulator.Validation;

namespace ReplicatePS.Emulator.Models;

/// <summary>Models. Their versions have endpoints of their own.</summary>
internal sealed class ModelEndpoints
{
    private const int PageSize = 25;

    private readonly EmulatorOptions _options;
    private readonly ModelStore _models;
    private readonly ModelWriter _writer;

    public ModelEndpoints(EmulatorOptions options, ModelStore models, ModelWriter writer)
    {
        _options = options;
        _models = models;
        _writer = writer;
    }

    public void MapTo(Router router)
    {
        router.Map("GET", "/models", List);
        router.Map("POST", "/models", CreateAsync);
        router.Map("QUERY", "/models", SearchAsync);
        router.Map("GET", "/models/{owner}/{name}", exchange => _writer.Answer(200, Find(exchange), exchange));
        router.Map("PATCH", "/models/{owner}/{name}", UpdateAsync);
        router.Map("DELETE", "/models/{owner}/{name}", Delete);
        router.Map("GET", "/models/{owner}/{name}/readme", GetReadme);
        router.Map("GET", "/models/{owner}/{name}/examples", ListExamples);
    }

    private static string Choice(Exchange exchange, string name, string usual, string other)
    {
        string choice = exchange.Query.TryGetValue(name, out string? asked) ? asked : usual;
        return choice == usual || choice == other
            ? choice
            : throw Refusal.Detail(400, $"The {name} is {usual} or {other}.");
    }

    private EmulatorResponse List(Exchange exchange)
    {
        bool byModel = Choice(exchange, "sort_by", "latest_version_created_at", "model_created_at") == "model_created_at";
        bool oldestFirst = Choice(exchange, "sort_direction", "desc", "asc") == "asc";
        (Model Model, DateTimeOffset Time)[] models = _models.All
            .Where(model => model.Visibility == "public")
            .Select(model => (Model: model, Time: byModel ? model.CreatedAt : LatestTime(model, exchange.Now)))
            .OrderBy(item => item.Time)
            .ThenBy(item => item.Model.FullName, StringComparer.Ordinal)
            .ToArray();
        if (oldestFirst)
        {
            Array.Reverse(models);
        }

        return Page.Of(
            exchange,
            models,
            item => item.Time,
            (writer, item) => _writer.Write(writer, item.Model, exchange),
            _options.RelativePageLinks,
            PageSize,
            oldestFirst);
    }

    private static DateTimeOffset LatestTime(Model model, DateTimeOffset now) => model.LatestAt(now)?.CreatedAt(now) ?? model.CreatedAt;

    private async Task<EmulatorResponse> SearchAsync(Exchange exchange)
    {
        string query = SearchText.Unquoted(await exchange.ReadTextAsync().ConfigureAwait(false));
        if (query.Length == 0)
        {
            throw Refusal.Detail(400, "The body is the text to search for, and it is empty.");
        }

        return Page.Only(
            new SearchText(query).Rank(_models.All).Take(PageSize),
            (writer, match) => _writer.Write(writer, match.Model, exchange, withWeights: false));
    }

    private async Task<EmulatorResponse> CreateAsync(Exchange exchange)
    {
        ModelForm form = ModelForm.OfNew(await exchange.ReadJsonObjectAsync().ConfigureAwait(false));
        if (form.Text("owner") != _options.Username)
        {
            throw Refusal.Detail(403, "You do not have permission to create a model for this owner.");
        }

        var model = new Model
        {
            Owner = _options.Username,
            Name = form.Text("name")!,
            Visibility = form.Text("visibility")!,
            Description = form.Text("description"),
            GithubUrl = form.Text("github_url"),
            PaperUrl = form.Text("paper_url"),
            LicenseUrl = form.Text("license_url"),
            CoverImageUrl = form.Text("cover_image_url"),
            CreatedAt = exchange.Now,
        };
        if (!_models.TryAdd(model))
        {
            throw Refusal.ValidationFailed(409, new[] { new PointedFault("/name", "A model with that name and owner already exists.") });
        }

        return _writer.Answer(201, model, exchange);
    }

    private async Task<EmulatorResponse> UpdateAsync(Exchange exchange)
    {
        Model model = FindOwn(exchange, "change");
        JsonObject body = await exchange.ReadJsonObjectAsync().ConfigureAwait(false);
        ModelForm form = ModelForm.OfChange(body);
        model.Description = form.Changed("description", model.Description);
        model.Readme = form.Changed("readme", model.Readme);
        model.GithubUrl = form.Changed("github_url", model.GithubUrl);
        model.PaperUrl = form.Changed("paper_url", model.PaperUrl);
        model.WeightsUrl = form.Changed("weights_url", model.WeightsUrl);
        model.LicenseUrl = form.Changed("license_url", model.LicenseUrl);
        return _writer.Answer(200, model, exchange);
    }

    private EmulatorResponse Delete(Exchange exchange)
    {
        Model model = FindOwn(exchange, "delete");
        if (model.Visibility != "private")
        {
            throw Refusal.Detail(400, $"The model {model.FullName} is public. Only private models can be deleted.");
        }

        if (model.MayHaveVersionAt(exchange.Now))
        {
            throw Refusal.Detail(400, $"The model {model.FullName} has versions. Delete its versions before you delete the model.");
        }

        _models.Remove(model);
        return EmulatorResponse.Empty(204);
    }

    private EmulatorResponse GetReadme(Exchange exchange) => EmulatorResponse.Text(
        200,
        "text/plain; charset=utf-8",
        Find(exchange).Readme ?? throw Refusal.Detail(404, "This model has no README."));

    private EmulatorResponse ListExamples(Exchange exchange) => Page.Of(
        exchange,
        Find(exchange).Examples,
        example => example.CreatedAt,
        (writer, example) => _writer.WriteExample(writer, example, exchange),
        _options.RelativePageLinks);

    private Model FindOwn(Exchange exchange, string verb)
    {
        Model model = Find(exchange);
        return model.Owner == _options.Username
            ? model
            : throw Refusal.Detail(403, $"You do not have permission to {verb} {model.FullName}: it is not your model.");
    }

    private Model Find(Exchange exchange) => _models.Find(exchange.FullName) ?? throw Refusal.NotFound();
}
