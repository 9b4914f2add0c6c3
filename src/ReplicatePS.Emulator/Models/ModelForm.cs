using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Accounts;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Validation;

namespace ReplicatePS.Emulator.Models;

/// <summary>Reads what a caller wants of a model, and collects what is wrong with it.</summary>
internal sealed class ModelForm
{
    private static readonly string[] Addresses = { "github_url", "paper_url", "weights_url", "license_url" };

    private readonly List<PointedFault> _faults = new();
    private readonly JsonObject _body;

    private ModelForm(JsonObject body)
    {
        _body = body;
    }

    /// <summary>Of a new model.</summary>
    public static ModelForm OfNew(JsonObject body)
    {
        var form = new ModelForm(body);
        form.CheckNew();
        form.RefuseFaults();
        return form;
    }

    /// <summary>Of a change, which can name only what can be changed.</summary>
    public static ModelForm OfChange(JsonObject body)
    {
        var form = new ModelForm(body);
        form.CheckChange();
        form.RefuseFaults();
        return form;
    }

    public string? Text(string name) => _body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>What a member is to become: what the body says, where an empty text is none, or else what it is.</summary>
    public string? Changed(string name, string? current) =>
        !_body.ContainsKey(name) ? current : Text(name) is { Length: > 0 } text ? text : null;

    private void CheckNew()
    {
        foreach (string name in new[] { "owner", "name", "visibility", "hardware" }.Where(name => string.IsNullOrEmpty(Text(name))))
        {
            Add(name, "This field is required.");
        }

        if (Text("name") is { Length: > 0 } modelName && !ResourceName.IsValid(modelName))
        {
            Add("name", ResourceName.Complaint);
        }

        if (Text("visibility") is { Length: > 0 } and not ("public" or "private"))
        {
            Add("visibility", "The visibility is public or private.");
        }

        if (Text("hardware") is { Length: > 0 } sku && !Hardware.Exists(sku))
        {
            Add("hardware", Hardware.Complaint(sku));
        }
    }

    private void CheckChange()
    {
        foreach (KeyValuePair<string, JsonNode?> member in _body)
        {
            bool isAddress = Addresses.Contains(member.Key);
            if (!isAddress && member.Key is not ("description" or "readme"))
            {
                Add(member.Key, "This field cannot be changed.");
            }
            else if (member.Value is not null && Text(member.Key) is null)
            {
                Add(member.Key, "Not a valid string.");
            }
            else if (isAddress && Text(member.Key) is { Length: > 0 } address && !IsWebAddress(address))
            {
                Add(member.Key, "Enter a valid URL.");
            }
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is ("https" or "http");

    private void RefuseFaults()
    {
        if (_faults.Count > 0)
        {
            throw Refusal.ValidationFailed(400, _faults);
        }
    }

    private void Add(string name, string detail) => _faults.Add(new PointedFault("/" + name, detail));
}
