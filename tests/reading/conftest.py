from playing import net

__all__ = ["net"]
