using System;
using System.Collections.Generic;
using System.Linq;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;

namespace ReplicatePS.Emulator.Search;

/// <summary>Finds public models by the words of their names and descriptions. It needs no token.</summary>
internal sealed class SearchEndpoint
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 50;

    private readonly ModelStore _models;

    public SearchEndpoint(ModelStore models)
    {
        _models = models;
    }

    public void MapTo(Router router) => router.Map("GET", "/search", Find);

    private static double Score(Model model, string[] words) => words.Sum(word =>
        (Holds(model.Name, word) ? 3.0 : 0) + (Holds(model.Owner, word) ? 2.0 : 0) + (Holds(model.Description, word) ? 1.0 : 0));

    private static bool Holds(string? text, string word) => text?.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private EmulatorResponse Find(Exchange exchange)
    {
        if (!exchange.Query.TryGetValue("query", out string? query) || query.Length == 0)
        {
            return Json.WebResponse(400, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("detail", "Query parameter \"query\" is required");
                writer.WriteEndObject();
            });
        }

        int limit = exchange.Query.TryGetValue("limit", out string? text) && int.TryParse(text, out int asked) && asked is >= 1 and <= LargestLimit ? asked : DefaultLimit;
        string[] words = query.Split(new[] { ' ', '/' }, StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<(Model Model, double Score)> found = _models.All
            .Where(model => model.Visibility == "public")
            .Select(model => (Model: model, Score: Score(model, words)))
            .Where(match => match.Score > 0)
            .OrderByDescending(match => match.Score)
            .ThenByDescending(match => match.Model.RunCount)
            .Take(limit);
        return Json.WebResponse(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("query", query);
            writer.WriteStartArray("models");
            foreach ((Model model, double score) in found)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("model");
                ModelEndpoints.Write(writer, model, exchange.Origin, exchange.Now);
                writer.WriteStartObject("metadata");
                writer.WriteStartArray("tags");
                writer.WriteEndArray();
                writer.WriteNumber("score", score);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("collections");
            writer.WriteEndArray();
            writer.WriteStartArray("pages");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
