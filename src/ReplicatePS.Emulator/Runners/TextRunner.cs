using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Runners;

/// <summary>Answers a prompt word by word.</summary>
internal sealed class TextRunner : Runner
{
    private readonly TimeSpan _boot;
    private readonly TimeSpan _work;

    public TextRunner(TimeSpan boot, TimeSpan work)
    {
        _boot = boot;
        _work = work;
    }

    public override Script Plan(RunOrder order)
    {
        string prompt = order.Input.Text("prompt") ?? "";
        int most = Math.Max(1, order.Input.Integer("max_tokens") ?? 512);
        string[] tokens = Reply.Tokens(Reply.To(prompt)).Take(most).ToArray();
        return new TextScript(tokens, Reply.Tokens(prompt).Count()) { Boot = _boot, Duration = _work };
    }

    private sealed class TextScript : Script
    {
        private readonly string[] _tokens;
        private readonly int _promptTokens;

        public TextScript(string[] tokens, int promptTokens)
        {
            _tokens = tokens;
            _promptTokens = promptTokens;
        }

        public override StreamKind Stream => StreamKind.Text;

        private string LastLine => $"Generated {_tokens.Length} tokens.";

        /// <summary>A token is there as soon as its share of the time has passed.</summary>
        public override IEnumerable<Telling> Tell(Func<string, string> fileUrl) => _tokens
            .Select((token, i) => Telling.Output(TimeSpan.FromTicks(((Duration.Ticks * (i + 1)) + _tokens.Length - 1) / _tokens.Length), token))
            .Append(Telling.Log(Duration, LastLine));

        public override string LogsAt(TimeSpan elapsed) => elapsed < Duration ? "" : LastLine + "\n";

        public override JsonNode? OutputAt(TimeSpan elapsed, bool complete, Func<string, string> fileUrl)
        {
            int count = complete ? _tokens.Length : (int)(_tokens.Length * elapsed.Ticks / Duration.Ticks);
            return count == 0 ? null : new JsonArray(_tokens.Take(count).Select(token => (JsonNode)token!).ToArray());
        }

        public override void WriteMetrics(Utf8JsonWriter writer)
        {
            writer.WriteNumber("input_token_count", _promptTokens);
            writer.WriteNumber("output_token_count", _tokens.Length);
            writer.WriteNumber("tokens_per_second", Math.Round(_tokens.Length / Math.Max(0.001, Duration.TotalSeconds), 3));
        }
    }
}
