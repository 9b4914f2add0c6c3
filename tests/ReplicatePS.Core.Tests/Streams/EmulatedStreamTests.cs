using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using ReplicatePS.Emulator;

namespace ReplicatePS.Core.Tests;

/// <summary>Streams of the emulator, which is written on the wire format and knows nothing of the core.</summary>
public sealed class EmulatedStreamTests : IDisposable
{
    private readonly ReplicateEmulator _emulator;
    private readonly ReplicateClient _client;

    public EmulatedStreamTests()
    {
        _emulator = new ReplicateEmulator(new EmulatorOptions { Speed = 100 });
        _client = new ReplicateClient(new ReplicateClientOptions
        {
            BaseUri = ReplicateEmulator.DefaultBaseUri, Transport = _emulator.Handler, TimeProvider = _emulator.Clock, TokenIsOptional = true,
        });
    }

    public void Dispose() => _emulator.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 700)]
    [InlineData(1000, 233)]
    [InlineData(2, 1)]
    [InlineData(1000, 1)]
    public async Task However_it_is_cut_the_text_is_that_of_the_prediction(int times, long bytes)
    {
        _emulator.Faults.Add("GET", "/v1/streams/", Fault.CutAfter(bytes), times);
        Prediction started = await StartAsync("meta/meta-llama-3-8b-instruct");
        List<StreamEvent> events = await ReadAsync(started);
        Prediction ended = await _client.Predictions.GetAsync(started.Id);
        Assert.Equal(
            string.Concat(ended.Output!.Value.EnumerateArray().Select(piece => piece.GetString())),
            string.Concat(events.Where(item => item.Name == StreamEventName.Output).Select(item => item.Data)));
        Assert.Equal(ended.Logs, string.Concat(events.Where(item => item.Name == StreamEventName.Logs).Select(item => item.Data + "\n")));
        Assert.Single(events, item => item.Name == StreamEventName.Done);
    }

    [Fact]
    public async Task A_stream_that_is_refused_is_replaced_by_the_growing_output()
    {
        _emulator.Faults.Add("GET", "/v1/files/emul", Fault.Answer(404), 1000);
        List<StreamEvent> events = await ReadAsync(await StartAsync("black-forest-labs/flux-schnell"));
        Assert.StartsWith("Using seed", events[0].Data, StringComparison.Ordinal);
        Assert.EndsWith("out-0.png", events.Single(item => item.Name == StreamEventName.Output).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_stalls_is_made_anew()
    {
        _emulator.Faults.Add("GET", "/v1/streams/", Fault.Stall());
        Assert.Contains(await ReadAsync(await StartAsync("emulator/slow")), item => item.Name == StreamEventName.Output);
    }

    [Fact]
    public async Task What_is_canceled_ends_its_stream()
    {
        Prediction started = await _client.Predictions.CreateAsync(
            ModelReference.Parse("emulator/slow"), new NewPrediction { Input = JsonSerializer.SerializeToElement(new { seconds = 3600 }) });
        await using IAsyncEnumerator<StreamEvent> events = _client.Streams.ReadAsync(started, new StreamSettings { Timeout = TimeSpan.FromHours(3) }).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        await _client.Predictions.CancelAsync(started.Id);
        StreamEvent last = events.Current;
        while (await events.MoveNextAsync())
        {
            last = events.Current;
        }

        Assert.Equal("canceled", last.Reason);
    }

    private Task<Prediction> StartAsync(string model) => _client.Predictions.CreateAsync(ModelReference.Parse(model), Bench.Prompt("What is a harbour?"));

    private async Task<List<StreamEvent>> ReadAsync(Prediction prediction)
    {
        List<StreamEvent> events = new();
        await foreach (StreamEvent item in _client.Streams.ReadAsync(prediction, new StreamSettings { Timeout = TimeSpan.FromHours(3) }))
        {
            events.Add(item);
        }

        return events;
    }
}
