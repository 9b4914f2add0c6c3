using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Predictions;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;
using ReplicatePS.Emulator.Validation;
using ReplicatePS.Emulator.Webhooks;

namespace ReplicatePS.Emulator.Trainings;

/// <summary>Trainings. What the prediction service answers of them has the URLs of predictions, as in truth.</summary>
internal sealed class TrainingEndpoints
{
    private const string Path = "trainings";

    private readonly EmulatorOptions _options;
    private readonly ModelStore _models;
    private readonly RunStore _runs;
    private readonly InputFiles _files;
    private readonly RunWriter _writer;
    private readonly WebhookCourier _courier;

    public TrainingEndpoints(
        EmulatorOptions options,
        ModelStore models,
        RunStore runs,
        InputFiles files,
        RunWriter writer,
        WebhookCourier courier)
    {
        _options = options;
        _models = models;
        _runs = runs;
        _files = files;
        _writer = writer;
        _courier = courier;
    }

    public void MapTo(Router router)
    {
        router.Map("POST", "/models/{owner}/{name}/versions/{version}/trainings", CreateAsync);
        router.Map("GET", "/trainings", List);
        router.Map("GET", "/trainings/{id}", exchange => _writer.Web(Find(exchange), exchange.Now, exchange, Path));
        router.Map("POST", "/trainings/{id}/cancel", Cancel);
    }

    private async Task<EmulatorResponse> CreateAsync(Exchange exchange)
    {
        CreateBody body = CreateBody.ForTraining(await exchange.ReadJsonObjectAsync().ConfigureAwait(false), _options);
        ModelVersion? version = _models.FindVersion(exchange.Route["version"], exchange.Now);
        if (version is null || version.Model.FullName != exchange.FullName)
        {
            throw Refusal.NotFound();
        }

        if (version.TrainingInputSchema is not { } schema)
        {
            throw Refusal.Problem(422, "Version not trainable", $"This version of {exchange.FullName} cannot be trained: it has no TrainingInput.");
        }

        Model? destination = _models.Find(body.Destination!);
        if (destination is null || destination.Owner != _options.Username)
        {
            throw Refusal.NotFound("The specified training destination does not exist");
        }

        IReadOnlyList<FieldFault> faults = SchemaValidator.Validate(body.Input, schema, version.Schemas, "input");
        if (faults.Count > 0)
        {
            throw Refusal.InvalidInput(faults);
        }

        Run run = Start(exchange, body, version, schema, destination);
        _courier.Follow(run, exchange.Origin);
        return _writer.Edge(201, run, exchange.Now, exchange, isCreate: true);
    }

    private Run Start(Exchange exchange, CreateBody body, ModelVersion version, JsonObject schema, Model destination)
    {
        string id = Identifiers.NewRun();
        var order = new RunOrder(id, version, new InputValues(body.Input, schema), _files, exchange.Now);
        TrainingPlan plan = TrainingPlan.Of(order, destination);
        var run = new Run(id, exchange.Now, plan.Script)
        {
            IsTraining = true,
            Model = version.Model.FullName,
            Version = version.Id,
            RunsVersion = version.Id,
            Input = Secrets.Hidden(body.Input, schema),
            Webhook = body.Webhook,
            WebhookEvents = body.WebhookEvents,
        };
        _runs.Add(run);
        if (plan.Result is { } result)
        {
            // The version is put there now; it exists once the training has succeeded.
            _models.Add(result.VersionPushedBy(run, version));
        }

        return run;
    }

    private EmulatorResponse Cancel(Exchange exchange)
    {
        Run run = Find(exchange);
        run.Cancel(exchange.Now);
        return _writer.Web(run, exchange.Now, exchange, "predictions");
    }

    private EmulatorResponse List(Exchange exchange) => Page.Of(
        exchange,
        _runs.Trainings,
        run => run.CreatedAt,
        (writer, run) => _writer.WriteWeb(writer, run, exchange.Now, exchange.Origin, Path, withLogs: false),
        _options.RelativePageLinks);

    private Run Find(Exchange exchange) =>
        _runs.Find(exchange.Route["id"], exchange.Now) is { IsTraining: true } run ? run : throw Refusal.NotFound();
}
