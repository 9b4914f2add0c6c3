using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests.Journal;

public sealed class JournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly TestClock _clock = new();

    private string JournalPath => Path.Combine(_folder, "jobs", "run.jsonl");

    public void Dispose()
    {
        _clock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_row_is_known_with_all_that_became_of_it_after_it_is_opened_again()
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
            await journal.CreatedAsync("k1", "p1");
            await journal.EndedAsync("k1", Ended("p1", "succeeded", 2.5));
            await journal.SavedAsync("p1", "/pictures/p1.png", "https://files.example/p1.png");
        }

        using RunJournal again = Open();
        JournalRow row = again.Find("k1")!;
        Assert.Equal("succeeded", row.State);
        Assert.Equal("p1", row.Id);
        Assert.Equal(2.5, row.Seconds);
        Assert.Equal("owner/name", row.Target);
        Assert.Equal(new[] { "/pictures/p1.png" }, row.Files);
        Assert.Equal("a word", row.Run!.Value.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Inputs_and_logs_do_not_get_into_the_file()
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
            await journal.EndedAsync("k1", Ended("p1", "succeeded", 1));
        }

        Assert.DoesNotContain("hush", File.ReadAllText(JournalPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_intent_without_an_id_stays_open()
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
        }

        using RunJournal again = Open();
        Assert.True(again.Find("k1")!.IsOpen);
        Assert.Equal(_clock.GetUtcNow(), again.Find("k1")!.IntendedAt);
    }

    [Fact]
    public async Task A_second_try_keeps_the_id_and_the_seconds_of_the_first()
    {
        using RunJournal journal = Open();
        await journal.IntendAsync("k1", 1, "owner/name", "hash");
        await journal.CreatedAsync("k1", "p1");
        await journal.EndedAsync("k1", Ended("p1", "failed", 2));
        await journal.IntendAsync("k1", 1, "owner/name", "hash");
        await journal.CreatedAsync("k1", "p2");
        await journal.EndedAsync("k1", Ended("p2", "succeeded", 3));

        JournalRow row = journal.Find("k1")!;
        Assert.Equal("succeeded", row.State);
        Assert.Equal(new[] { "p1", "p2" }, row.Ids);
        Assert.Equal(5, row.Seconds);
    }

    [Fact]
    public void A_second_run_is_refused_while_the_first_has_the_journal()
    {
        using RunJournal first = Open();
        ReplicateException refused = Assert.Throws<ReplicateException>(Open);
        Assert.Equal(ErrorKind.Conflict, refused.Kind);
        Assert.Contains("another run", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_read_while_a_run_writes_it()
    {
        using RunJournal journal = Open();
        await journal.IntendAsync("k1", 7, "owner/name", "hash");
        Assert.Equal(7, Assert.Single(RunJournal.Read(JournalPath)).Number);
    }

    [Theory]
    [InlineData("{\"is\":\"created\",\"row\":\"k1\",\"at\":\"2031-02")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    public async Task A_torn_last_line_is_cut_off_and_the_next_one_is_whole(string torn)
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
        }

        File.AppendAllText(JournalPath, torn);
        using (RunJournal journal = Open())
        {
            Assert.True(journal.Find("k1")!.IsOpen);
            Assert.Empty(journal.DamagedLines);
            await journal.CreatedAsync("k1", "p1");
        }

        Assert.All(File.ReadAllLines(JournalPath), line => JsonDocument.Parse(line));
        Assert.Equal("p1", Assert.Single(RunJournal.Read(JournalPath)).Id);
    }

    [Fact]
    public async Task A_last_line_that_only_lacks_its_end_counts()
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
            await journal.CreatedAsync("k1", "p1");
        }

        File.WriteAllText(JournalPath, File.ReadAllText(JournalPath).TrimEnd('\n'));
        using RunJournal again = Open();
        await again.IntendAsync("k2", 2, "owner/name", "hash");
        Assert.Equal(new[] { "p1", null }, RunJournal.Read(JournalPath).Select(row => row.Id));
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_named_and_the_rest_counts()
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
        }

        File.AppendAllText(JournalPath, "not a line\n");
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k2", 2, "owner/name", "hash");
        }

        using RunJournal again = Open();
        Assert.Equal(new[] { 3 }, again.DamagedLines);
        Assert.NotNull(again.Find("k2"));
    }

    [Theory]
    [InlineData("prompt\na lighthouse\n")]
    [InlineData("{\"prompt\":\"a lighthouse\"}\n")]
    [InlineData("\n")]
    public void A_file_that_is_no_journal_is_refused_and_left_as_it_is(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(JournalPath)!);
        File.WriteAllText(JournalPath, content);
        Assert.Equal(ErrorKind.InvalidInput, Assert.Throws<ReplicateException>(Open).Kind);
        Assert.Equal(content, File.ReadAllText(JournalPath));
    }

    [Fact]
    public void A_journal_of_a_later_version_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(JournalPath)!);
        File.WriteAllText(JournalPath, "{\"journal\":\"ReplicatePS\",\"version\":2}\n");
        Assert.Contains("later version", Assert.Throws<ReplicateException>(Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"journal\":\"Repl")]
    [InlineData("{\"journal\":\"ReplicatePS\",\"version\":1,\"at\":\"2031")]
    public async Task A_torn_header_begins_anew(string torn)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(JournalPath)!);
        File.WriteAllText(JournalPath, torn);
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/name", "hash");
        }

        Assert.Single(RunJournal.Read(JournalPath));
    }

    [Fact]
    public void A_journal_in_UTF_16_is_refused_and_left_as_it_is()
    {
        Open().Dispose();
        string text = File.ReadAllText(JournalPath);
        File.WriteAllText(JournalPath, text, Encoding.Unicode);
        Assert.Contains("UTF-16", Assert.Throws<ReplicateException>(Open).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(JournalPath));
    }

    [Fact]
    public async Task A_line_that_is_torn_within_a_sign_is_cut_off()
    {
        using (RunJournal journal = Open())
        {
            await journal.IntendAsync("k1", 1, "owner/größer", "hash");
        }

        byte[] whole = File.ReadAllBytes(JournalPath);
        int sign = Array.IndexOf(whole, (byte)0xC3);
        File.WriteAllBytes(JournalPath, whole.Take(sign + 1).ToArray());
        using RunJournal again = Open();
        Assert.Null(again.Find("k1"));
        Assert.Single(File.ReadAllLines(JournalPath));
    }

    [Theory]
    [InlineData("1/2", "1/2", true)]
    [InlineData("1/2", "2/2", true)]
    [InlineData("1/2", "1/3", false)]
    [InlineData("1/2", null, false)]
    [InlineData("1/1", "2/3", true)]
    [InlineData("1/1", null, true)]
    [InlineData(null, "1/2", true)]
    public void Only_parts_whose_rows_no_other_journal_has_go_on_with_it(string? first, string? second, bool isTaken)
    {
        RunJournal.Open(JournalPath, Part(first), _clock).Dispose();
        if (isTaken)
        {
            RunJournal.Open(JournalPath, Part(second), _clock).Dispose();
        }
        else
        {
            Assert.Equal(ErrorKind.InvalidInput, Assert.Throws<ReplicateException>(() => RunJournal.Open(JournalPath, Part(second), _clock)).Kind);
        }

        Assert.Empty(RunJournal.Read(JournalPath));
    }

    [Fact]
    public void All_parts_together_are_the_whole_job()
    {
        foreach (string part in new[] { "1/3", "3/3", "2/3" })
        {
            RunJournal.Open(JournalPath, Part(part), _clock).Dispose();
        }

        using RunJournal whole = Open();
        Assert.Empty(whole.DamagedLines);
    }

    [Fact]
    public async Task Lines_of_many_rows_at_once_are_all_there_when_their_tasks_are_done()
    {
        using RunJournal journal = Open();
        await Task.WhenAll(Enumerable.Range(1, 500).Select(async number =>
        {
            string key = $"k{number}";
            await journal.IntendAsync(key, number, "owner/name", "hash");
            await journal.CreatedAsync(key, $"p{number}");
            Assert.Equal($"p{number}", RunJournal.Read(JournalPath).Single(row => row.Key == key).Id);
        }));
        Assert.Equal(500, RunJournal.Read(JournalPath).Count);
    }

    [Fact]
    public async Task No_two_rows_claim_the_same_id()
    {
        using RunJournal journal = Open();
        await journal.IntendAsync("k1", 1, "owner/name", "hash");
        await journal.CreatedAsync("k1", "p1");
        Assert.False(journal.TryClaim("p1"));
        Assert.True(journal.TryClaim("p2"));
        Assert.False(journal.TryClaim("p2"));
    }

    [Fact]
    public async Task What_was_created_is_named_where_it_cannot_be_written_down()
    {
        RunJournal journal = Open();
        await journal.IntendAsync("k1", 1, "owner/name", "hash");
        journal.Dispose();
        File.Delete(JournalPath);
        Directory.CreateDirectory(JournalPath);
        ReplicateException open = await Assert.ThrowsAsync<ReplicateException>(() => journal.CreatedAsync("k1", "p1"));
        Assert.Equal("p1", open.Id);
        Assert.Contains("p1", open.Message, StringComparison.Ordinal);
        open = await Assert.ThrowsAsync<ReplicateException>(() => journal.EndedAsync("k1", Ended("p2", "succeeded", 1)));
        Assert.Equal("p2", open.Id);
    }

    [Fact]
    public void A_folder_cannot_be_opened_as_a_journal()
    {
        Directory.CreateDirectory(JournalPath);
        Assert.Contains("cannot be opened", Assert.Throws<ReplicateException>(Open).Message, StringComparison.Ordinal);
    }

    private static Shard? Part(string? text) => text is null ? null : Shard.Parse(text);

    private RunJournal Open() => RunJournal.Open(JournalPath, clock: _clock);

    private static Prediction Ended(string id, string status, double seconds) => new(JsonDocument.Parse(
        $$"""{"id":"{{id}}","status":"{{status}}","input":{"secret":"hush"},"logs":"hush","output":"a word","metrics":{"predict_time":{{seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)}} } }""").RootElement);
}
