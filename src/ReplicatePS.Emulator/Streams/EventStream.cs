using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ReplicatePS.Emulator.Http;
using ReplicatePS.Emulator.Runs;

namespace ReplicatePS.Emulator.Streams;

/// <summary>
/// The body of a stream: each event as its time comes. It does not end with the last event, as readers are expected to know that
/// it is the last; one that has been quiet for too long is closed.
/// </summary>
internal sealed class EventStream : ReadOnlyStream
{
    private const int LargestBatch = 64 * 1024;
    private const string Greeting = ": hi\n\n";
    private const string Farewell = ": 408: 408 Request Timeout\n\n";

    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(30);

    private readonly Run _run;
    private readonly StreamHistory _history;
    private readonly EmulatorClock _clock;
    private readonly CancellationTokenSource _readerGone = new();
    private byte[] _bytes = Encoding.UTF8.GetBytes(Greeting);
    private int _at;
    private DateTimeOffset _lastAt;
    private bool _isClosing;

    public EventStream(Run run, StreamHistory history, EmulatorClock clock)
    {
        _run = run;
        _history = history;
        _clock = clock;
        _lastAt = clock.GetUtcNow();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (_at == _bytes.Length)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            string due = Due(now);
            if (due.Length > 0)
            {
                _bytes = Encoding.UTF8.GetBytes(due);
                _at = 0;
                _lastAt = now;
            }
            else if (_isClosing)
            {
                return 0;
            }
            else
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        int taken = Math.Min(count, _bytes.Length - _at);
        Buffer.BlockCopy(_bytes, _at, buffer, offset, taken);
        _at += taken;
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        _readerGone.Cancel();
        base.Dispose(disposing);
    }

    private string Due(DateTimeOffset now)
    {
        var due = new StringBuilder();
        while (due.Length < LargestBatch && _history.TakeText(now) is { } item)
        {
            due.Append(item);
        }

        if (due.Length == 0 && !_isClosing && now - _lastAt >= LongestQuiet)
        {
            _isClosing = true;
            due.Append(Farewell);
        }

        return due.ToString();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _readerGone.Token);
        DateTimeOffset closing = _lastAt + LongestQuiet;
        if (_history.IsOver)
        {
            await _clock.WhenAsync(closing, either.Token).ConfigureAwait(false);
        }
        else
        {
            await _run.WaitAsync(_clock, _history.NextAt < closing ? _history.NextAt : closing, either.Token).ConfigureAwait(false);
        }
    }
}
