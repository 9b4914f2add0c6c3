using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Deployments;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Runners;
using ReplicatePS.Emulator.Runs;
using ReplicatePS.Emulator.Validation;
using ReplicatePS.Emulator.Webhooks;

namespace ReplicatePS.Emulator.Predictions;

/// <summary>Predictions, by all three ways to create them.</summary>
internal sealed class PredictionEndpoints
{
    private const string Path = "predictions";

    /// <summary>How far back a list of those made on the web goes.</summary>
    private static readonly TimeSpan WebSpan = TimeSpan.FromDays(14);

    private readonly EmulatorOptions _options;
    private readonly EmulatorClock _clock;
    private readonly ModelStore _models;
    private readonly DeploymentStore _deployments;
    private readonly RunStore _runs;
    private readonly InputFiles _files;
    private readonly RunWriter _writer;
    private readonly WebhookCourier _courier;

    public PredictionEndpoints(
        EmulatorOptions options,
        EmulatorClock clock,
        ModelStore models,
        DeploymentStore deployments,
        RunStore runs,
        InputFiles files,
        RunWriter writer,
        WebhookCourier courier)
    {
        _options = options;
        _clock = clock;
        _models = models;
        _deployments = deployments;
        _runs = runs;
        _files = files;
        _writer = writer;
        _courier = courier;
    }

    public void MapTo(Router router)
    {
        router.Map("POST", "/predictions", CreateByVersionAsync, RateBucket.Creates);
        router.Map("POST", "/models/{owner}/{name}/predictions", CreateByModelAsync, RateBucket.Creates);
        router.Map("POST", "/deployments/{owner}/{name}/predictions", CreateByDeploymentAsync, RateBucket.Creates);
        router.Map("GET", "/predictions", List);
        router.Map("GET", "/predictions/{id}", Get, RateBucket.Reads);
        router.Map("POST", "/predictions/{id}/cancel", Cancel);
    }

    /// <summary>Adds a prediction as if somebody had created it.</summary>
    public void Add(Model model, ModelVersion version, JsonObject input, DateTimeOffset now, string source)
    {
        string id = Identifiers.NewRun();
        var order = new RunOrder(id, version, new InputValues(input, version.InputSchema), _files, now);
        model.CountRun();
        _runs.Add(new Run(id, now, version.Runner.Plan(order))
        {
            Model = model.FullName,
            Version = version.Id,
            RunsVersion = version.Id,
            Input = input,
            Source = source,
        });
    }

    private async Task<EmulatorResponse> CreateByVersionAsync(Exchange exchange)
    {
        CreateBody body = CreateBody.WithVersion(await exchange.ReadJsonObjectAsync().ConfigureAwait(false), _options);
        (ModelVersion version, bool isHidden) = Resolve(body.Version!, exchange.Now);
        return await CreateAsync(exchange, body, version, isHidden, null).ConfigureAwait(false);
    }

    private async Task<EmulatorResponse> CreateByModelAsync(Exchange exchange)
    {
        CreateBody body = CreateBody.WithoutTarget(await exchange.ReadJsonObjectAsync().ConfigureAwait(false), _options);
        ModelVersion? version = _models.Find(exchange.FullName) is { IsOfficial: true } model ? model.LatestAt(exchange.Now) : null;
        return await CreateAsync(exchange, body, version ?? throw Refusal.NotFound(), isHidden: true, null).ConfigureAwait(false);
    }

    private async Task<EmulatorResponse> CreateByDeploymentAsync(Exchange exchange)
    {
        CreateBody body = CreateBody.WithoutTarget(await exchange.ReadJsonObjectAsync().ConfigureAwait(false), _options);
        Deployment deployment = _deployments.Find(exchange.FullName) ?? throw Refusal.NotFound();
        return await CreateAsync(exchange, body, deployment.Release.Version, isHidden: false, deployment).ConfigureAwait(false);
    }

    /// <summary>Finds what an id, owner/name:id, or the name of an official model stands for.</summary>
    private (ModelVersion Version, bool IsHidden) Resolve(string reference, DateTimeOffset now)
    {
        string[] parts = reference.Split(new[] { ':' }, 2);
        if (parts.Length == 1 && reference.IndexOf('/') > 0)
        {
            ModelVersion? latest = _models.Find(reference) is { IsOfficial: true } model ? model.LatestAt(now) : null;
            return (latest ?? throw Refusal.InvalidVersion(), true);
        }

        ModelVersion? version = _models.FindVersion(parts[parts.Length - 1], now);
        bool isOfModel = parts.Length == 1 || version?.Model.FullName == parts[0];
        return version is not null && isOfModel ? (version.OverriddenBy ?? version, false) : throw Refusal.InvalidVersion();
    }

    private async Task<EmulatorResponse> CreateAsync(
        Exchange exchange,
        CreateBody body,
        ModelVersion version,
        bool isHidden,
        Deployment? deployment)
    {
        IReadOnlyList<FieldFault> faults = SchemaValidator.Validate(body.Input, version.InputSchema, version.Schemas, "input");
        if (faults.Count > 0)
        {
            throw Refusal.InvalidInput(faults);
        }

        TimeSpan? cancelAfter = CancelAfter.Of(exchange.Request);
        PreferWait? wait = PreferWait.Of(exchange.Request);
        string id = Identifiers.NewRun();
        var order = new RunOrder(id, version, new InputValues(body.Input, version.InputSchema), _files, exchange.Now);
        var run = new Run(id, exchange.Now, version.Runner.Plan(order))
        {
            Model = version.Model.FullName,
            Version = isHidden ? Run.HiddenVersion : version.Id,
            RunsVersion = version.Id,
            Input = Secrets.Hidden(body.Input, version.InputSchema),
            Deployment = deployment?.FullName,
            Deadline = exchange.Now + cancelAfter,
            Webhook = body.Webhook,
            WebhookEvents = body.WebhookEvents,
        };
        version.Model.CountRun();
        if (deployment is not null)
        {
            deployment.LastUsedAt = exchange.Now;
        }

        _runs.Add(run);
        _courier.Follow(run, exchange.Origin);
        if (wait is null)
        {
            return _writer.Edge(201, run, exchange.Now, exchange, isCreate: true);
        }

        await run.WaitAsync(_clock, exchange.Now + wait.Limit, exchange.CancellationToken).ConfigureAwait(false);
        return _writer.Edge(201, run, _clock.GetUtcNow(), exchange, isCreate: true, isBlocking: true)
            .Set("preference-applied", wait.Text);
    }

    private EmulatorResponse Get(Exchange exchange) => _writer.Edge(200, Find(exchange), exchange.Now, exchange, isCreate: false);

    private EmulatorResponse Cancel(Exchange exchange)
    {
        Run run = Find(exchange);
        run.Cancel(exchange.Now);
        return _writer.Web(run, exchange.Now, exchange, Path);
    }

    private EmulatorResponse List(Exchange exchange)
    {
        exchange.Query.TryGetValue("source", out string? source);
        if (source is not (null or Run.FromWeb))
        {
            throw Refusal.Detail(400, "The source can only be web.");
        }

        IReadOnlyList<Run> runs = _runs.PredictionsAt(exchange.Now);
        if (source is not null)
        {
            runs = runs.Where(run => run.Source == source && exchange.Now - run.CreatedAt <= WebSpan).ToArray();
        }

        int from = Time(exchange, "created_after") is { } after ? Page.CountUntil(runs, r => r.CreatedAt, after, inclusive: false) : 0;
        int to = Time(exchange, "created_before") is { } before ? Page.CountUntil(runs, r => r.CreatedAt, before, inclusive: false) : runs.Count;
        return Page.Of(
            exchange,
            new ListSegment<Run>(runs, from, Math.Max(from, to)),
            run => run.CreatedAt,
            (writer, run) => _writer.WriteWeb(writer, run, exchange.Now, exchange.Origin, Path, withLogs: false),
            _options.RelativePageLinks);
    }

    private static DateTimeOffset? Time(Exchange exchange, string name)
    {
        if (!exchange.Query.TryGetValue(name, out string? text))
        {
            return null;
        }

        // A plus sign that was not escaped has become a blank.
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), Json.Invariant, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw Refusal.Detail(400, $"The {name} is not a time in RFC 3339 form.");
    }

    private Run Find(Exchange exchange) => _runs.Find(exchange.Route["id"], exchange.Now) ?? throw Refusal.NotFound();
}
