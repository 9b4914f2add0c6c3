using System.Text.Json;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;

namespace ReplicatePS.Emulator.Collections;

/// <summary>Collections of models: the list names them, and each one carries its models whole.</summary>
internal sealed class CollectionEndpoints
{
    private readonly CollectionStore _collections;
    private readonly ModelStore _models;
    private readonly ModelWriter _writer;

    public CollectionEndpoints(CollectionStore collections, ModelStore models, ModelWriter writer)
    {
        _collections = collections;
        _models = models;
        _writer = writer;
    }

    public void MapTo(Router router)
    {
        router.Map("GET", "/collections", _ => Page.Only(_collections.All, WriteListed));
        router.Map("GET", "/collections/{slug}", Get);
    }

    private static void WriteListed(Utf8JsonWriter writer, Collection collection)
    {
        writer.WriteStartObject();
        WriteNames(writer, collection);
        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, Collection collection)
    {
        writer.WriteString("name", collection.Name);
        writer.WriteString("slug", collection.Slug);
        writer.WriteString("description", collection.Description);
    }

    private EmulatorResponse Get(Exchange exchange)
    {
        Collection collection = _collections.Find(exchange.Route["slug"]) ?? throw Refusal.NotFound();
        return Json.WebResponse(200, writer =>
        {
            writer.WriteStartObject();
            WriteNames(writer, collection);
            writer.WriteString("full_description", collection.FullDescription);
            writer.WriteStartArray("models");
            foreach (string name in collection.Models)
            {
                if (_models.Find(name) is { Visibility: "public" } model)
                {
                    _writer.Write(writer, model, exchange);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
