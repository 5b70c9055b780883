using System.Collections;
using DutyKiosk.Core.Flash;

namespace DutyKiosk.Firmware.Tests.Support
{
    /// <summary>Flash in memory that can lose its power during a write: nothing, half or all of it is left then, and nothing works afterwards.</summary>
    public class FakeFlash : IFlash
    {
        private readonly Hashtable _files = new Hashtable();
        private int _cutIn = -1;
        private int _keepOfTwo;

        /// <summary>How many files there may be; a further one is refused.</summary>
        public int MostFiles { get; set; } = 64;

        /// <summary>How many writes were tried.</summary>
        public int Writes { get; private set; }

        /// <summary>True once the power went.</summary>
        public bool Dead { get; private set; }

        /// <summary>The power goes at the write that is so many from now (0: the next); half parts of two that are left of it: 0, 1 or 2.</summary>
        public void CutIn(int writes, int keepOfTwo)
        {
            _cutIn = writes;
            _keepOfTwo = keepOfTwo;
        }

        /// <summary>The power is back; what was written is still there.</summary>
        public void Revive()
        {
            Dead = false;
            _cutIn = -1;
        }

        /// <summary>A cell of the flash has gone bad: one bit of a file is another one.</summary>
        public void Spoil(string name, int offset)
        {
            byte[] bytes = (byte[])((byte[])_files[name]!).Clone();
            bytes[offset] ^= 0x10;
            _files[name] = bytes;
        }

        /// <summary>Cells of the flash have lost what was in them: so many bytes of a file are zeros.</summary>
        public void Blank(string name, int offset, int count)
        {
            byte[] bytes = (byte[])((byte[])_files[name]!).Clone();
            System.Array.Clear(bytes, offset, count);
            _files[name] = bytes;
        }

        /// <inheritdoc/>
        public string[] List()
        {
            string[] names = new string[_files.Count];
            int at = 0;
            foreach (object key in _files.Keys)
            {
                names[at++] = (string)key;
            }

            return names;
        }

        /// <inheritdoc/>
        public byte[]? Read(string name)
        {
            return (byte[]?)_files[name];
        }

        /// <inheritdoc/>
        public int Length(string name)
        {
            byte[]? bytes = Read(name);
            return bytes == null ? -1 : bytes.Length;
        }

        /// <inheritdoc/>
        public bool Read(string name, int offset, byte[] buffer, int count)
        {
            byte[]? bytes = Read(name);
            if (bytes == null || offset + count > bytes.Length)
            {
                return false;
            }

            System.Array.Copy(bytes, offset, buffer, 0, count);
            return true;
        }

        /// <inheritdoc/>
        public bool Append(string name, byte[] bytes, int length)
        {
            return Put(name, (byte[]?)_files[name], bytes, length);
        }

        /// <inheritdoc/>
        public bool Write(string name, byte[] bytes, int length)
        {
            return Put(name, null, bytes, length);
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            if (!Dead)
            {
                _files.Remove(name);
            }
        }

        private bool Put(string name, byte[]? before, byte[] bytes, int length)
        {
            if (Dead || (_files[name] == null && _files.Count >= MostFiles))
            {
                return false;
            }

            Writes++;
            bool cut = _cutIn-- == 0;
            int keep = cut ? length * _keepOfTwo / 2 : length;
            int kept = before == null ? 0 : before.Length;
            byte[] content = new byte[kept + keep];
            if (before != null)
            {
                System.Array.Copy(before, 0, content, 0, kept);
            }

            System.Array.Copy(bytes, 0, content, kept, keep);
            if (!cut || _keepOfTwo > 0)
            {
                _files[name] = content;
            }

            Dead = cut;
            return !cut;
        }
    }
}
