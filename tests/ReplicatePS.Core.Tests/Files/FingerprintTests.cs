using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace ReplicatePS.Core.Tests.Files;

public class FingerprintTests
{
    [Theory]
    [InlineData("the same", "a.txt", "the same", "b.txt", true)]
    [InlineData("the same", "a.txt", "tHe same", "a.txt", false)]
    [InlineData("the same", "a.txt", "the same", "a.csv", false)]
    [InlineData("%PDF-1.7", "a.pdf", "%PDF-1.7", "input", true)]
    public async Task Equal_bytes_of_one_type_have_one_fingerprint(string one, string name, string other, string otherName, bool areEqual) =>
        Assert.Equal(areEqual, await PrintAsync(one, name) == await PrintAsync(other, otherName));

    [Fact]
    public async Task What_is_too_large_is_refused_unread()
    {
        ReplicateException refused = await Assert.ThrowsAsync<ReplicateException>(
            () => FilesApi.FingerprintAsync(() => throw new InvalidOperationException("It was read."), FilesApi.LargestFile + 1, "a.bin"));
        Assert.Equal(ErrorKind.FileTooLarge, refused.Kind);
    }

    [Fact]
    public async Task A_spooled_stream_is_read_as_often_as_it_takes_and_goes_away()
    {
        SpooledFile file = await SpooledFile.ReadAsync(new MemoryStream(new byte[100_000]), CancellationToken.None);
        Assert.Equal(100_000, file.Size);
        foreach (int _ in Enumerable.Range(0, 2))
        {
            using Stream content = file.Open();
            Assert.Equal(100_000, content.Length);
        }

        file.Dispose();
        Assert.Throws<FileNotFoundException>(file.Open);
    }

    [Fact]
    public async Task A_stream_that_heeds_no_token_is_left_to_itself()
    {
        using CancellationTokenSource stop = new();
        using Silent stream = new();
        Task<SpooledFile> reading = SpooledFile.ReadAsync(stream, stop.Token);
        await stream.IsRead.Task;
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static Task<string> PrintAsync(string content, string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        return FilesApi.FingerprintAsync(() => new MemoryStream(bytes), bytes.Length, name);
    }

    private sealed class Silent : MemoryStream
    {
        private readonly TaskCompletionSource<int> _never = new();

        public TaskCompletionSource<bool> IsRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            IsRead.TrySetResult(true);
            return _never.Task;
        }
    }
}
