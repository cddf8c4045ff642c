"""The review app: where people look at what was generated and decide.

Pages hold widgets only; what is decided, searched and shown comes from plain functions without Streamlit.
"""
