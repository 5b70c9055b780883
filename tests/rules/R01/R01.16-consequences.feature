@R01.16
Feature: R01.16 惩处
  Three entries of a month that nobody excused make a consequence. It is a proposal until a manager confirms it.

  Background:
    Given the policy pack "duty-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | A1 | 2026-03-02 08:00 | 2026-03-02 09:00 | S01    | S05  | S09        |
      | B1 | 2026-03-02 09:00 | 2026-03-02 10:00 | S02    |      | S09        |
      | C1 | 2026-03-02 10:00 | 2026-03-02 11:00 | S01    | S05  | S09        |
    And the time is "2026-03-02 07:55"

  Scenario: 三次违规提出惩处 late, gone early, not come: a consequence is proposed
    When "S05" taps at "08:03"
    And "S05" taps at "08:45"
    And the time is "11:01"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind   | minutes | amount | excused |
      | 2026-03-02 | late   | 3       | 0      | no      |
      | 2026-03-02 | early  | 15      | 0      | no      |
      | 2026-03-02 | absent | 60      | 0      | no      |
      | 2026-03-02 | grade  | 0       | 0      | no      |
    And the ledger of "S05" for "2026-03" proposes the grade "惩处"
    And the ledger of "S05" for "2026-03" is a proposal
    When "S10" confirms the ledger of "S05" for "2026-03"
    Then the ledger of "S05" for "2026-03" is confirmed by "S10"

  Scenario: 事前批准的不计 what was excused beforehand does not count
    When "S09" excuses "S05" from "late" on "2026-03-02" at "07:56"
    And "S05" taps at "08:03"
    And "S05" taps at "08:45"
    And the time is "11:01"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind   | minutes | amount | excused |
      | 2026-03-02 | late   | 3       | 0      | yes     |
      | 2026-03-02 | early  | 15      | 0      | no      |
      | 2026-03-02 | absent | 60      | 0      | no      |

  Scenario: 两次即惩处的单位 a house in which two entries are enough
    Given the policy pack "duty-hotline" with:
      | parameter  | value |
      | gradeEvery | 2     |
    When "S05" taps at "08:03"
    And "S05" taps at "08:45"
    Then the ledger of "S05" for "2026-03" shows:
      | day        | kind  |
      | 2026-03-02 | late  |
      | 2026-03-02 | early |
      | 2026-03-02 | grade |

  Scenario: 只有经理能确认 a supervisor confirms nothing
    When "S05" taps at "08:03"
    And "S09" confirms the ledger of "S05" for "2026-03"
    Then the bridge refuses with "not-entitled"
    And the ledger of "S05" for "2026-03" is a proposal
