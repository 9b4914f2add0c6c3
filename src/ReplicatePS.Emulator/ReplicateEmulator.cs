using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Accounts;
using ReplicatePS.Emulator.Catalogue;
using ReplicatePS.Emulator.Collections;
using ReplicatePS.Emulator.Delivery;
using ReplicatePS.Emulator.Deployments;
using ReplicatePS.Emulator.Files;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Predictions;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;
using ReplicatePS.Emulator.Search;
using ReplicatePS.Emulator.Streams;
using ReplicatePS.Emulator.Trainings;
using ReplicatePS.Emulator.Webhooks;

namespace ReplicatePS.Emulator;

/// <summary>
/// A whole Replicate account in memory: models, predictions, trainings, deployments and files, without cost. Nothing but webhooks goes
/// over a network.
/// </summary>
public sealed class ReplicateEmulator : IDisposable
{
    private const string EchoModel = "emulator/echo";

    private readonly FileStore _files = new();
    private readonly ModelStore _models = new();
    private readonly PredictionEndpoints _predictions;
    private readonly RequestPipeline _pipeline;
    private readonly WebhookCourier _courier;

    /// <summary>Opens a new account with the catalogue's models in it.</summary>
    public ReplicateEmulator(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        Clock = new EmulatorClock(options.Speed, options.TimeProvider);
        Faults = new FaultSwitches();
        Journal = new RequestJournal(options.JournalCapacity, options.JournalRawTokens);
        Webhooks = new WebhookJournal(options.JournalCapacity);

        var runs = new RunStore();
        var deployments = new DeploymentStore();
        var delivery = new DeliveryEndpoint(runs);
        var inputs = new InputFiles(_files, delivery);
        var address = new StreamAddress();
        var writer = new RunWriter(options, address);
        var secret = new WebhookSecret(options.WebhookSigningSecret);
        _courier = new WebhookCourier(Clock, writer, new WebhookSender(options, Clock, secret, Webhooks));
        var models = new ModelWriter(writer);
        var collections = new CollectionStore(CatalogueReader.Collections);
        var account = new AccountEndpoint(options);
        new CatalogueReader(_models, runs, inputs).Fill();
        _predictions = new PredictionEndpoints(options, Clock, _models, deployments, runs, inputs, writer, _courier);

        var router = new Router();
        account.MapTo(router);
        Hardware.MapTo(router);
        new ModelEndpoints(options, _models, models).MapTo(router);
        new VersionEndpoints(options, _models, deployments, runs).MapTo(router);
        new CollectionEndpoints(collections, _models, models).MapTo(router);
        new SearchEndpoint(_models, collections, models).MapTo(router);
        _predictions.MapTo(router);
        new TrainingEndpoints(options, _models, runs, inputs, writer, _courier).MapTo(router);
        new DeploymentEndpoints(options, deployments, _models, account).MapTo(router);
        new FileEndpoints(options, _files).MapTo(router);
        new WebhookEndpoint(secret).MapTo(router);

        Operations = router.All.Select(route => route.Text).OrderBy(text => text, StringComparer.Ordinal).ToArray();
        _pipeline = new RequestPipeline(options, Clock, router, delivery, new StreamEndpoint(runs, address, writer, Clock), Faults, Journal);
        Handler = new EmulatorHandler(_pipeline);
    }

    /// <summary>Where the API is for requests through <see cref="Handler"/>. The name can never be a real host's.</summary>
    public static Uri DefaultBaseUri { get; } = new(Origin.InProcess.Api);

    /// <summary>Answers requests in process. It owns the hosts of the API and of output files; any other is unknown to it.</summary>
    public HttpMessageHandler Handler { get; }

    /// <summary>The operations that it serves, by method and path, such as GET /predictions/{id}.</summary>
    public IReadOnlyList<string> Operations { get; }

    /// <summary>The emulator's time.</summary>
    public EmulatorClock Clock { get; }

    /// <summary>What goes wrong.</summary>
    public FaultSwitches Faults { get; }

    /// <summary>What was asked.</summary>
    public RequestJournal Journal { get; }

    /// <summary>What was told to webhooks.</summary>
    public WebhookJournal Webhooks { get; }

    /// <summary>Answers a request that came by another door, such as a web server.</summary>
    /// <exception cref="ConnectionLostException">The connection is to be broken off.</exception>
    public Task<EmulatorResponse> AnswerAsync(EmulatorRequest request, CancellationToken cancellationToken = default) =>
        _pipeline.AnswerAsync(request, cancellationToken);

    /// <summary>Adds finished predictions of the echo model, for lists that are long from the start.</summary>
    /// <param name="count">How many.</param>
    /// <param name="fromWeb">Whether they are made on the web instead of by the API. Their data is kept.</param>
    public void SeedPredictions(int count, bool fromWeb = false)
    {
        Model model = _models.Find(EchoModel)!;
        ModelVersion version = model.LatestAt(Clock.GetUtcNow())!;
        for (int i = 0; i < count; i++)
        {
            _predictions.Add(model, version, new JsonObject { ["text"] = "seeded " + i.ToString(Json.Invariant) }, Clock.GetUtcNow(), fromWeb ? Run.FromWeb : Run.FromApi);
        }
    }

    /// <summary>Adds public models that do what the echo model does, for lists that are long from the start.</summary>
    public void SeedModels(int count)
    {
        ModelVersion echo = _models.Find(EchoModel)!.LatestAt(Clock.GetUtcNow())!;
        for (int i = 0; i < count; i++)
        {
            string name = "seeded-" + i.ToString("00000", Json.Invariant);
            var model = new Model { Owner = "emulator", Name = name, Description = "One model of many.", CreatedAt = Clock.GetUtcNow() };
            if (_models.TryAdd(model))
            {
                _models.Add(new ModelVersion(Identifiers.Version(model.FullName), model.CreatedAt)
                {
                    Model = model,
                    CogVersion = echo.CogVersion,
                    OpenApiSchema = echo.OpenApiSchema,
                    Runner = echo.Runner,
                });
            }
        }
    }

    /// <summary>Forgets the account and deletes its temporary files.</summary>
    public void Dispose()
    {
        _courier.Dispose();
        Handler.Dispose();
        _files.Dispose();
    }
}
