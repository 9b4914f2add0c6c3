using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using ReplicatePS.Emulator.Collections;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;

namespace ReplicatePS.Emulator.Search;

/// <summary>Finds public models, collections and pages by words. It needs no token.</summary>
internal sealed class SearchEndpoint
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 50;
    private const int MostOthers = 5;

    private readonly ModelStore _models;
    private readonly CollectionStore _collections;
    private readonly ModelWriter _writer;

    public SearchEndpoint(ModelStore models, CollectionStore collections, ModelWriter writer)
    {
        _models = models;
        _collections = collections;
        _writer = writer;
    }

    public void MapTo(Router router) => router.Map("GET", "/search", Find, open: true);

    private static IEnumerable<T> Best<T>(IEnumerable<T> items, Func<T, double> score) => items
        .Select(item => (Item: item, Score: score(item)))
        .Where(match => match.Score > 0)
        .OrderByDescending(match => match.Score)
        .Take(MostOthers)
        .Select(match => match.Item);

    private static int Limit(Exchange exchange)
    {
        if (!exchange.Query.TryGetValue("limit", out string? text))
        {
            return DefaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, Json.Invariant, out int limit) && limit is >= 1 and <= LargestLimit
            ? limit
            : throw Refusal.Detail(400, $"Query parameter \"limit\" must be a number from 1 to {LargestLimit}");
    }

    private EmulatorResponse Find(Exchange exchange)
    {
        if (!exchange.Query.TryGetValue("query", out string? query) || query.Trim().Length == 0)
        {
            throw Refusal.Detail(400, "Query parameter \"query\" is required");
        }

        int limit = Limit(exchange);
        var search = new SearchText(query);
        return Json.WebResponse(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("query", query);
            writer.WriteStartArray("models");
            foreach ((Model model, double score) in search.Rank(_models.All).Take(limit))
            {
                WriteModel(writer, model, score, exchange);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("collections");
            foreach (Collection collection in Best(_collections.All, c => search.Score(c.Name, c.Description)))
            {
                WriteCollection(writer, collection);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("pages");
            foreach (SitePage page in Best(SitePage.All, p => search.Score(p.Name, p.About)))
            {
                writer.WriteStartObject();
                writer.WriteString("name", page.Name);
                writer.WriteString("href", page.Path);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private void WriteModel(Utf8JsonWriter writer, Model model, double score, Exchange exchange)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("model");
        _writer.Write(writer, model, exchange, withWeights: false);
        writer.WriteStartObject("metadata");
        if (model.GeneratedDescription is { } description)
        {
            writer.WriteString("generated_description", description);
        }

        writer.WriteStartArray("tags");
        foreach (string tag in model.Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteNumber("score", score);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCollection(Utf8JsonWriter writer, Collection collection)
    {
        writer.WriteStartObject();
        writer.WriteString("name", collection.Name);
        writer.WriteString("slug", collection.Slug);
        writer.WriteString("description", collection.Description);
        writer.WriteStartArray("models");
        foreach (string model in collection.Models)
        {
            writer.WriteStringValue(model);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
