using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Models;
using ReplicatePS.Emulator.Validation;

namespace ReplicatePS.Emulator.Deployments;

/// <summary>Reads what a caller wants of a deployment, and collects what is wrong with it.</summary>
internal sealed class DeploymentForm
{
    private const int MostMin = 5;
    private const int MostMax = 20;

    private readonly List<PointedFault> _faults = new();
    private readonly JsonObject _body;
    private readonly ModelStore _models;
    private readonly DateTimeOffset _now;

    public DeploymentForm(JsonObject body, ModelStore models, DateTimeOffset now)
    {
        _body = body;
        _models = models;
        _now = now;
    }

    public string Name()
    {
        string name = Required("name");
        if (name.Length > 0 && !ResourceName.IsValid(name))
        {
            Add("name", ResourceName.Complaint);
        }

        return name;
    }

    public Model? Model()
    {
        string fullName = Required("model");
        Model? model = _models.Find(fullName);
        if (fullName.Length > 0 && model is null)
        {
            Add("model", $"The model {fullName} does not exist.");
        }

        return model;
    }

    public ModelVersion? Version(Model? model)
    {
        string id = Required("version");
        ModelVersion? version = _models.FindVersion(id.Substring(id.IndexOf(':') + 1), _now);
        if (id.Length > 0 && model is not null && version?.Model != model)
        {
            Add("version", $"The model {model.FullName} has no version {id}.");
        }

        return version;
    }

    public string Hardware(string current)
    {
        if (!_body.ContainsKey("hardware") && current.Length > 0)
        {
            return current;
        }

        string sku = Required("hardware");
        if (sku.Length > 0 && !Accounts.Hardware.Exists(sku))
        {
            Add("hardware", Accounts.Hardware.Complaint(sku));
        }

        return sku;
    }

    public (int Min, int Max) Instances(int? currentMin, int? currentMax)
    {
        int min = Number("min_instances", currentMin, MostMin);
        int max = Number("max_instances", currentMax, MostMax);
        if (min > max && _faults.Count == 0)
        {
            Add("min_instances", "Ensure that min_instances is not greater than max_instances.");
        }

        return (min, max);
    }

    public void RefuseFaults()
    {
        if (_faults.Count > 0)
        {
            throw Refusal.ValidationFailed(400, _faults);
        }
    }

    private string Required(string name)
    {
        if (_body[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0)
        {
            return text;
        }

        Add(name, _body[name] is null ? "This field is required." : "Not a valid string.");
        return "";
    }

    private int Number(string name, int? current, int most)
    {
        if (!_body.ContainsKey(name) && current is { } unchanged)
        {
            return unchanged;
        }

        if (_body[name] is not JsonValue value || !value.TryGetValue(out int number))
        {
            Add(name, _body[name] is null ? "This field is required." : "A valid integer is required.");
            return 0;
        }

        if (number < 0 || number > most)
        {
            Add(name, number < 0 ? "Ensure this value is greater than or equal to 0." : $"Ensure this value is less than or equal to {most}.");
        }

        return number;
    }

    private void Add(string name, string detail) => _faults.Add(new PointedFault("/" + name, detail));
}
