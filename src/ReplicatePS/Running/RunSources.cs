using ReplicatePS.Core;

namespace ReplicatePS;

/// <summary>The two places where the runs of a job can be.</summary>
internal static class RunSources
{
    public static RunSource<Core.Prediction> Predictions(ReplicateClient client, PredictionSearch search) => new()
    {
        Search = search,
        GetAsync = client.Predictions.GetAsync,
        Pages = (from, stop) => client.Predictions.ListAsync(new PredictionFilter { CreatedAfter = from }, stop),
        ReadSkewAsync = client.Requests.ReadSkewAsync,
        Kept = row => row.ToPrediction(search.Input!.Value),
    };

    // What a training made is asked for anew, as it stays readable.
    public static RunSource<Core.Training> Trainings(ReplicateClient client, PredictionSearch search) => new()
    {
        Search = search,
        GetAsync = client.Trainings.GetAsync,
        Pages = (from, stop) => client.Trainings.ListAsync(from, null, stop),
        ReadSkewAsync = client.Requests.ReadSkewAsync,
    };
}
