using System;
using System.Reflection;

namespace ReplicatePS.Core;

/// <summary>Replicate's HTTP API. One member for each of its areas. Cheap to make; connections are shared by the process.</summary>
public sealed class ReplicateClient
{
    /// <summary>Makes a client. Nothing is sent and no token is needed yet.</summary>
    /// <param name="options">How Replicate is reached; null reads the environment.</param>
    public ReplicateClient(ReplicateClientOptions? options = null)
    {
        Options = options ?? new ReplicateClientOptions();
        ApiConnection api = new(Options);
        Account = new AccountApi(api);
        Hardware = new HardwareApi(api);
        Models = new ModelsApi(api);
        Deployments = new DeploymentsApi(api);
        Schemas = new SchemasApi(api, Models, Deployments);
        Predictions = new PredictionsApi(api, Schemas);
        Trainings = new TrainingsApi(api);
        Files = new FilesApi(api);
        Outputs = new OutputsApi(api);
        Search = new SearchApi(api);
        Collections = new CollectionsApi(api);
        Webhooks = new WebhooksApi(api);
        Requests = new RequestsApi(api);
        Streams = new StreamsApi(api, Predictions);
        Waits = new WaitApi(api, Predictions, Trainings);
    }

    /// <summary>How Replicate is reached.</summary>
    public ReplicateClientOptions Options { get; }

    /// <summary>The account of the token.</summary>
    public AccountApi Account { get; }

    /// <summary>The machines on offer.</summary>
    public HardwareApi Hardware { get; }

    /// <summary>Models and their versions.</summary>
    public ModelsApi Models { get; }

    /// <summary>What models take and give.</summary>
    public SchemasApi Schemas { get; }

    /// <summary>Running models.</summary>
    public PredictionsApi Predictions { get; }

    /// <summary>Fine-tuning models.</summary>
    public TrainingsApi Trainings { get; }

    /// <summary>Deployments.</summary>
    public DeploymentsApi Deployments { get; }

    /// <summary>Uploaded files.</summary>
    public FilesApi Files { get; }

    /// <summary>The files that models make.</summary>
    public OutputsApi Outputs { get; }

    /// <summary>Searching what is public.</summary>
    public SearchApi Search { get; }

    /// <summary>Collections of models.</summary>
    public CollectionsApi Collections { get; }

    /// <summary>What webhooks are signed with.</summary>
    public WebhooksApi Webhooks { get; }

    /// <summary>Requests that no other member makes.</summary>
    public RequestsApi Requests { get; }

    /// <summary>Reading what predictions make while they make it.</summary>
    public StreamsApi Streams { get; }

    /// <summary>Waiting for predictions and trainings to end.</summary>
    public WaitApi Waits { get; }

    internal static string UserAgent { get; } =
        "ReplicatePS/" + (typeof(ReplicateClient).Assembly.GetName().Version ?? new Version(0, 0)).ToString(3);
}
